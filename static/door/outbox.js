// Scans that wait for the server: sent in batches that may be repeated, saved to a file, taken from one.

import { answered, enqueue, unsent } from "./store.js";

const BATCH = 100;
const HEAVY = 200000; // characters of a batch, which the server takes only so large
const PARTS = ["nonce", "code", "at", "verdict", "direction", "gate", "answers"];

const bare = (kept, at) => Object.fromEntries(PARTS.filter((part) => part in kept).map((part) => [part, part === "at" ? at : kept[part]]));

/** Part the scans so that each batch is one that the server takes. */
function* batches(kept) {
  let batch = [];
  let weight = 0;
  for (const one of kept) {
    const more = JSON.stringify(one).length;
    if (batch.length === BATCH || weight + more > HEAVY) {
      yield batch;
      [batch, weight] = [[], 0];
    }
    batch.push(one);
    weight += more;
  }
  if (batch.length) yield batch;
}

export class Outbox {
  #lost = new Map(); // what the phone's storage would not take; kept while the page is open

  constructor(api, clock) {
    this.api = api;
    this.clock = clock;
  }

  /** Return all that is not sent, also what could only be kept in memory. */
  all = async () => [...(await unsent().catch(() => [])), ...this.#lost.values()];

  holdInMemory = (kept) => this.#lost.set(kept.nonce, kept);

  async settle(nonces) {
    nonces.forEach((nonce) => this.#lost.delete(nonce));
    await answered(nonces);
  }

  /** Send everything; returns [{kept, answer}] where the server says otherwise than the phone did. Throws as the API does. */
  async send() {
    const kept = await this.all();
    const corrections = [];
    for (const batch of batches(kept)) {
      const { scans } = await this.api.sync(batch.map((one) => bare(one, this.clock.corrected(one))), this.clock.date().toISOString());
      await this.settle(scans.map((one) => one.nonce));
      for (const answer of scans) {
        const one = batch.find((scan) => scan.nonce === answer.nonce);
        if (one.verdict === "admit" && !answer.admitted) corrections.push({ kept: one, answer });
      }
    }
    return corrections;
  }

  /** Return a file that another paired phone of the event can take in, or null when there is nothing to save. */
  async file() {
    const kept = await this.all();
    if (!kept.length) return null;
    const scans = kept.map((one) => bare(one, this.clock.corrected(one)));
    return new File([JSON.stringify({ door: 1, scans }, null, 1)], `scans-${this.clock.date().toISOString().slice(0, 16).replace(":", "")}.json`, { type: "application/json" });
  }

  /** Take in a file that another phone saved; returns how many scans, or null when it is none of ours. */
  async takeIn(file) {
    try {
      const { door, scans } = JSON.parse(await file.text());
      if (door !== 1 || !scans.every((one) => PARTS.slice(0, 4).every((part) => typeof one[part] === "string"))) return null;
      await enqueue(scans.map((one) => bare(one, one.at)));
      return scans.length;
    } catch {
      return null;
    }
  }
}
