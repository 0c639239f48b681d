// One scan, from the text to the verdict: the phone judges at once, the server confirms or corrects if it answers in time.

import { Offline, Problem, isLockOut } from "./api.js";
import { consider, considerAndKeep, personOf, readText } from "./judge.js";
import { noteHere } from "./store.js";

const GRACE = 700; // ms the server has before the phone's own verdict stands
const READ = 150; // ms after which a short tone says that the code was read
const DOUBLE = 6000; // ms: the same phone reading the same ticket again so soon is one person read twice
const SILENT = new Set(["foreign", "malformed", "forged"]); // nothing the server could add

const after = (ms, value) => new Promise((done) => setTimeout(done, ms, value));

export class Gatekeeper {
  /** `page`: api, clock, outbox, words, and getters configuration, direction, online; `told`: show(answer, more), correct(answer), lockOut(message), waiting(yes), kept(). */
  constructor(page, told) {
    this.page = page;
    this.told = told;
  }

  /** Judge a text and show the verdict. `anyway` lets an unpaid ticket in; `answers` are to the organiser's questions. */
  async scan(text, { anyway = false, answers = null } = {}) {
    const { configuration, clock } = this.page;
    const at = clock.now();
    const scan = { code: text.slice(0, 200), nonce: crypto.randomUUID(), direction: this.page.direction, ...(anyway && { anyway }), ...(answers && { answers }) };
    const reading = await readText(text, configuration, at);
    const circumstances = { configuration, scan, at };
    if (SILENT.has(reading.flaw)) return this.#refuse(reading.flaw, circumstances);
    const asked = this.page.online ? this.page.api.scan(scan) : null;
    asked?.catch(() => {}); // looked at below, or never
    const own = reading.flaw ? null : await this.#own(reading, circumstances);
    if (own?.verdict === "refuse") await this.#show(own, circumstances, { provisional: Boolean(asked) });
    const answer = asked && (await this.#wait(asked, Boolean(own)));
    if (answer) return this.#confirmed(answer, scan, own);
    return this.#alone(reading, circumstances, asked);
  }

  /** The phone's own ruling, or null where its storage fails. */
  #own = (reading, circumstances) => consider(reading, circumstances).catch(() => null);

  /** Return the server's answer if it comes in time, else null. */
  async #wait(asked, canJudge) {
    this.told.waiting(true, READ);
    try {
      return await Promise.race([asked, ...(canJudge ? [after(GRACE, null)] : [])]);
    } catch (error) {
      if (error instanceof Offline) return null;
      return { problem: error };
    } finally {
      this.told.waiting(false);
    }
  }

  async #confirmed(answer, scan, own) {
    if (answer.problem) return this.#problem(answer.problem);
    if (answer.admitted && own) await this.#note(answer, scan, own);
    const twice = answer.reason === "used" && own && this.#isTwice(own, Date.parse(answer.at));
    return this.told.show(twice ? this.#twice(answer) : answer, { nonce: scan.nonce });
  }

  #problem(error) {
    if (!(error instanceof Problem)) throw error;
    return isLockOut(error) ? this.told.lockOut(error.message) : this.told.failed(error.message);
  }

  async #note(answer, scan, own) {
    const { configuration } = this.page;
    const gate = configuration.gates.find((one) => one.id === configuration.device.gate);
    const passage = { slot: own.slot || "once", at: Date.parse(answer.at), exit: scan.direction === "exit", gate: gate.id, nonce: scan.nonce, answered: own.answered };
    await noteHere(`${own.serial}:${gate.area}`, passage).catch(() => {});
  }

  #refuse = (reason, { configuration, at }) =>
    this.told.show(this.page.words.answer({ reason, verdict: "refuse" }, { configuration, at }), {});

  /** No answer: the phone's own verdict stands, is marked and kept for sending. */
  async #alone(reading, circumstances, asked) {
    const { scan, at, configuration } = circumstances;
    const kept = { ...scan, at: new Date(at).toISOString(), wall: Date.now(), era: this.page.clock.era, gate: configuration.device.gate };
    if (reading.flaw) {
      if (reading.flaw === "unproven") await this.#hold({ ...kept, verdict: "look" });
      const verdict = reading.flaw === "unproven" ? "look" : "refuse";
      return this.told.show({ ...this.page.words.answer({ reason: reading.flaw, shown: verdict }, { configuration, at }), alone: true }, {});
    }
    let ruling;
    try {
      ruling = await considerAndKeep(reading, { ...circumstances, kept });
    } catch {
      return this.#unkept(reading, circumstances, kept);
    }
    await this.#show(ruling, circumstances, { alone: true, nonce: scan.nonce });
    this.told.kept();
    asked?.then((late) => this.#late(late, scan, ruling)).catch(() => {});
    return undefined;
  }

  async #hold(kept) {
    this.page.outbox.holdInMemory(kept);
    await this.told.kept();
  }

  /** The phone's storage is full or broken: judge by what can be read, keep the scan in memory, and say so. */
  async #unkept(reading, circumstances, kept) {
    const ruling = (await this.#own(reading, circumstances)) ?? { verdict: "look", shown: "look", reason: "unheard", serial: reading.serial };
    await this.#hold({ ...kept, verdict: ruling.verdict });
    const shown = ruling.verdict === "admit" ? { ...ruling, shown: "look" } : ruling;
    return this.#show(shown, circumstances, { alone: true, unkept: true, nonce: circumstances.scan.nonce });
  }

  async #late(answer, scan, ruling) {
    await this.page.outbox.settle([scan.nonce]);
    await this.told.kept();
    if (answer.admitted !== (ruling.verdict === "admit")) this.told.correct(answer, scan);
  }

  async #show(ruling, { configuration, at }, more) {
    const person = await personOf(ruling.serial).catch(() => ["", ""]);
    const answer = { ...this.page.words.answer(ruling, { configuration, at, person }), alone: more.alone, unkept: more.unkept };
    return this.told.show(this.#isTwice(ruling, at) ? this.#twice(answer) : answer, more);
  }

  /** This very phone has let the ticket in a moment ago: no cheat, and no alarm. */
  #isTwice = ({ reason, last }, at) => reason === "used" && Boolean(last?.nonce) && at - last.at < DOUBLE;
  #twice = (answer) => ({ ...answer, verdict: "look", word: this.page.words.texts.page.twice_word });
}
