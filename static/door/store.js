// What the phone remembers, in IndexedDB: facts, the tickets it has heard of, what it has let in, and scans not sent yet.

const VERSION = 2;
const SHAPES = {
  facts: undefined, // key, configuration, cursor, scope, clock, sealing (a key that cannot be read out)
  queue: { keyPath: "nonce" }, // scans that the server has not answered for
  here: undefined, // "serial:area" → {slot, at, exit, gate, nonce, settled}: what this phone let through
  tickets: undefined, // block number → columns, see packing.js
  passed: undefined, // block number → Map, see packing.js
  names: undefined, // block number → sealed names and notes, see vault.js
};
export const PERSONAL = ["tickets", "passed", "names"];

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("door", VERSION);
    request.onupgradeneeded = () => {
      const { result } = request;
      for (const [name, shape] of Object.entries(SHAPES)) if (!result.objectStoreNames.contains(name)) result.createObjectStore(name, shape);
      if (result.objectStoreNames.contains("seen")) result.deleteObjectStore("seen");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/**
 * Run `work(store, keep)` in one transaction; resolves once it is on the disk, with the result of the request given to `keep`
 * or the value given to it. `work` must put all its requests before it returns, or within their `onsuccess`.
 */
export async function within(stores, mode, work, durability = "strict") {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability });
    let result;
    const keep = (wanted) => {
      if (wanted instanceof IDBRequest) wanted.onsuccess = () => (result = wanted.result);
      else result = wanted;
    };
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    work((name) => transaction.objectStore(name), keep, transaction);
  });
}

export const fact = (name) => within(["facts"], "readonly", (store, keep) => keep(store("facts").get(name)));
export const remember = (name, value) => within(["facts"], "readwrite", (store) => store("facts").put(value, name));
export const unsent = () => within(["queue"], "readonly", (store, keep) => keep(store("queue").getAll()));
export const read = (name, key) => within([name], "readonly", (store, keep) => keep(store(name).get(key)));

/** Forget what is only good for one pairing; scans not sent yet stay, unless `queue` says otherwise. */
export const forget = ({ queue = false } = {}) =>
  within(Object.keys(SHAPES), "readwrite", (store) => {
    for (const name of Object.keys(SHAPES)) if (queue || name !== "queue") store(name).clear();
  });

/** Forget who holds tickets, and keep only what can still be sent. */
export const forgetPeople = () =>
  within([...PERSONAL, "facts"], "readwrite", (store) => {
    for (const name of PERSONAL) store(name).clear();
    for (const name of ["cursor", "scope", "sealing"]) store("facts").delete(name);
  });

/** Take scans into the queue as they are, for example from a file. */
export const enqueue = (scans) => within(["queue"], "readwrite", (store) => scans.forEach((scan) => store("queue").put(scan)));

/** The server has answered for these scans: they need not be sent, and what it tells next is newer than what this phone knew. */
export const answered = (nonces) =>
  within(["queue", "here"], "readwrite", (store) => {
    const wanted = new Set(nonces);
    nonces.forEach((nonce) => store("queue").delete(nonce));
    store("here").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (wanted.has(cursor.value.nonce)) cursor.update({ ...cursor.value, settled: Date.now() });
      cursor.continue();
    };
  });

/** Let through with the server's consent: known here too, should the network fail the next minute. */
export const noteHere = (key, passage) => within(["here"], "readwrite", (store) => store("here").put({ ...passage, settled: Date.now() }, key), "relaxed");

const dropHere = (which) =>
  within(["here"], "readwrite", (store) => {
    store("here").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (which(cursor.value)) cursor.delete();
      cursor.continue();
    };
  });

export const undone = (nonce) => dropHere((passage) => passage.nonce === nonce);

/** What was settled before the snapshot was asked for, by the phone's own clock, is in it now. */
export const dropSettled = (asked) => dropHere((passage) => passage.settled && passage.settled < asked);
