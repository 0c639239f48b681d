// What the phone remembers: its key, the event's configuration, what it has seen, and scans not sent yet.

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("door", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("facts"); // key, device, configuration
      request.result.createObjectStore("queue", { keyPath: "nonce" });
      request.result.createObjectStore("seen"); // serial → time it was let in by this phone without a network
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function within(stores, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    let result;
    const keep = (request) => {
      request.onsuccess = () => (result = request.result);
    };
    work((name) => transaction.objectStore(name), keep);
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export const fact = (name) => within(["facts"], "readonly", (store, keep) => keep(store("facts").get(name)));
export const remember = (name, value) => within(["facts"], "readwrite", (store) => store("facts").put(value, name));
export const unsent = () => within(["queue"], "readonly", (store, keep) => keep(store("queue").getAll()));
export const forget = () =>
  within(["facts", "queue", "seen"], "readwrite", (store) => ["facts", "queue", "seen"].forEach((name) => store(name).clear()));
export const sent = (nonces) => within(["queue"], "readwrite", (store) => nonces.forEach((nonce) => store("queue").delete(nonce)));

/** Keep a scan for sending later. */
export const queue = (scan) => within(["queue"], "readwrite", (store) => store("queue").put(scan));

/**
 * Keep an admission for sending later, in one step with noting the ticket as seen, so that it admits once.
 * Returns when it was seen before, or undefined.
 */
export const queueOnce = (serial, scan) =>
  within(["queue", "seen"], "readwrite", (store, keep) => {
    const before = store("seen").get(serial);
    before.onsuccess = () => {
      if (before.result) {
        keep(store("seen").get(serial));
        store("queue").put({ ...scan, verdict: "refuse" });
        return;
      }
      store("seen").put(scan.at, serial);
      store("queue").put(scan);
    };
  });
