// How the phone comes to its key and loses it: the single-use token of a link, being switched off, leaving by the helper's own wish.

import { Problem } from "./api.js";
import { forget, remember } from "./store.js";
import { makeSealing } from "./vault.js";

const say = (text) => (document.getElementById("pairing-problem").textContent = text);

export class Pairing {
  /** `page`: api, outbox, words, texts, give(signal), paired(), forgotten(), and allowed(), a promise of whether the phone may be unpaired. */
  constructor(page) {
    Object.assign(this, page);
  }

  /** Trade the token for a key; what an earlier pairing left unsent is kept and sent with the new one. */
  async pair(token) {
    try {
      const { key } = await this.api.pair(token);
      await forget();
      await remember("key", key);
      await makeSealing(key);
      this.api.key = key;
      say("");
      this.give("admit");
      navigator.storage?.persist?.();
      await this.paired();
    } catch (error) {
      say(error instanceof Problem ? error.message : this.texts.offline_label);
      this.give("refuse");
    }
  }

  /** The phone's key is not good any more: forget everything but what is not sent. */
  async lockOut(message) {
    if (!this.api.key) return; // said already; an answer under way meanwhile knows less
    this.api.key = null;
    this.forgotten();
    say(message);
    await forget();
  }

  async leave() {
    if (!(await this.allowed())) return;
    const { length } = await this.outbox.all();
    if (!confirm(length ? this.words.fill("leave_unsent", { n: length }) : this.texts.leave)) return;
    await forget({ queue: true });
    document.getElementById("unsent").hidden = true; // nothing is left that a warning could save
    location.reload();
  }
}
