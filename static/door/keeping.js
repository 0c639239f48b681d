// Keeps the phone in touch: sends what waits, fetches what has changed, and forgets what it may not keep any longer.

import { Offline, Problem, isLockOut } from "./api.js";
import { dropSettled, fact, forgetPeople, remember } from "./store.js";

const EVERY = 20000; // ms between contacts
const RETRY = 5000; // ms between attempts while nobody answers
const AFTER_THE_EVENT = 24 * 3600 * 1000; // ms that names and tickets stay on the phone once it is over

/** Per cent, where the browser tells: not on iPhones, nor in Firefox. */
async function battery() {
  const { level } = (await navigator.getBattery?.().catch(() => null)) ?? {};
  return level === undefined ? {} : { battery: Math.round(level * 100) };
}

/** Hand the snapshot to its worker; resolves with how many lines have changed. */
class Snapshots {
  #worker;
  #asked = new Map();

  constructor(address) {
    this.address = address;
  }

  take(what) {
    this.#worker ??= this.#start();
    const id = crypto.randomUUID();
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...what });
    });
  }

  #start() {
    const worker = new Worker(this.address, { type: "module" });
    worker.onmessage = ({ data: { id, changed, failed } }) => {
      const { resolve, reject } = this.#asked.get(id);
      this.#asked.delete(id);
      if (!failed) return resolve(changed);
      if (failed.name === "Problem") return reject(Object.assign(new Problem({ title: failed.message }), { code: failed.code }));
      return reject(failed.name === "Offline" ? new Offline(failed.message) : new Error(failed.message));
    };
    return worker;
  }
}

export class Keeping {
  /** `told`: configured(configuration), counted(stats), corrections(list), lockOut(message), over(), trouble(message), drawn(). */
  constructor({ api, clock, outbox, worker, told }) {
    Object.assign(this, { api, clock, outbox, told });
    this.snapshots = new Snapshots(worker);
    this.since = null; // when the server was last heard in full, ms by the phone's clock
  }

  /** Go on from a contact before the page was closed: `moment`, ms by the fair's time, or nothing. */
  resume(moment) {
    if (moment) this.since = Date.now() - Math.max(0, this.clock.now() - moment);
  }

  begin() {
    addEventListener("online", () => this.now());
    addEventListener("focus", () => this.now());
    setInterval(() => {
      const pause = this.online === false ? RETRY : EVERY;
      if (Date.now() - (this.tried ?? 0) >= pause) this.now();
    }, 1000);
  }

  get online() {
    return navigator.onLine && this.api.online !== false;
  }

  /** Send and fetch; one at a time, and once more if asked meanwhile. */
  async now() {
    if (!this.api.key) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    this.tried = Date.now();
    try {
      await this.#contact();
      this.since = Date.now();
      await remember("contact", this.clock.now());
    } catch (error) {
      if (isLockOut(error)) await this.told.lockOut(error.message);
      else if (!(error instanceof Offline)) this.told.trouble(error.message);
    } finally {
      this.busy = false;
      await this.told.drawn();
    }
    if (this.again) {
      this.again = false;
      await this.now();
    }
  }

  async #contact() {
    const asked = performance.now();
    const configuration = await this.api.configuration();
    this.clock.heard(Date.parse(configuration.now), asked); // first, so that what is sent carries the right times
    await remember("clock", this.clock.facts());
    await this.told.configured(configuration);
    const corrections = await this.outbox.send();
    if (corrections.length) this.told.corrections(corrections);
    if (await this.forgetIfOver(configuration)) return;
    const before = Date.now();
    await this.snapshots.take({ base: this.api.base, key: this.api.key, language: this.api.language, scope: configuration.scope });
    await dropSettled(before);
    this.told.counted(await this.api.stats({ unsent: (await this.outbox.all()).length, ...(await battery()) }));
  }

  /** After the event the phone forgets people and tickets; returns whether it is over. */
  async forgetIfOver(configuration) {
    if (this.clock.now() < Date.parse(configuration.event.ends_at) + AFTER_THE_EVENT) return false;
    if (await fact("scope")) await forgetPeople();
    this.told.over();
    return true;
  }
}
