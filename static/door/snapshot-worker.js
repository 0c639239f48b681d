// Fetches the snapshot off the page's thread and files it away. Gets {base, key, language, scope}; answers {done, changed} or {failed}.

import { Api } from "./api.js";
import { intoPassed, intoTickets, passedBlocks, ticketBlocks } from "./packing.js";
import { PERSONAL, fact, read, remember, within } from "./store.js";
import { makeSealing, seal, unseal } from "./vault.js";

const AT_ONCE = 16; // blocks to a transaction: a scan never waits long for one

async function inSteps(blocks, store, into) {
  const entries = [...blocks];
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const some = entries.slice(at, at + AT_ONCE);
    await within(
      [store],
      "readwrite",
      (open) => {
        for (const [number, lines] of some) {
          const before = open(store).get(number);
          before.onsuccess = () => open(store).put(into(before.result, lines), number);
        }
      },
      "relaxed",
    );
  }
}

/** Names and notes are sealed block by block: {serial: [name, note]}. */
async function fileNames(blocks) {
  for (const [number, lines] of blocks) {
    const told = lines.filter((line) => line.name || line.note);
    const before = await read("names", number);
    if (!told.length && !before) continue;
    const known = (await unseal(before)) ?? {};
    for (const { serial } of lines) delete known[serial];
    for (const { serial, name, note } of told) known[serial] = [name, note];
    const sealed = await seal(known);
    await within(["names"], "readwrite", (store) => store("names").put(sealed, number), "relaxed");
  }
}

const startAfresh = (scope) =>
  within([...PERSONAL, "facts"], "readwrite", (store) => {
    for (const name of PERSONAL) store(name).clear();
    store("facts").delete("cursor");
    store("facts").put(scope, "scope");
  });

async function take({ base, key, language, scope }) {
  const api = new Api(base, language);
  api.key = key;
  if (!(await fact("sealing"))) await makeSealing(key);
  if ((await fact("scope")) !== scope) await startAfresh(scope);
  let changed = 0;
  for (;;) {
    const page = await api.snapshot((await fact("cursor")) ?? "");
    const tickets = ticketBlocks(page.tickets);
    await inSteps(tickets, "tickets", intoTickets);
    await inSteps(passedBlocks(page.passed), "passed", intoPassed);
    await fileNames(tickets);
    await remember("cursor", page.next); // last: a page that was cut off is fetched again
    changed += page.tickets.serial.length + page.passed.serial.length;
    if (!page.more) return changed;
  }
}

let last = Promise.resolve();

self.onmessage = ({ data }) => {
  last = last.then(async () => {
    try {
      self.postMessage({ id: data.id, changed: await take(data) });
    } catch (error) {
      self.postMessage({ id: data.id, failed: { name: error.name, code: error.code, message: error.message } });
    }
  });
};
