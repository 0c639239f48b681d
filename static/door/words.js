// A ruling of the phone's own in words, as the server would say it: {verdict, admitted, reason, word, text, questions, holder}.

import { questionsFor } from "./judge.js";
import { spoken } from "./t1.js";

const UNITS = [["second", 1], ["minute", 60], ["hour", 3600]];

export class Words {
  /** `texts`: {page, words} of ticketing/door/texts.py. */
  constructor(texts) {
    this.texts = texts;
    this.relative = new Intl.RelativeTimeFormat(texts.page.locale, { numeric: "always" });
  }

  fill = (name, facts) => Object.entries(facts).reduce((text, [key, value]) => text.replace(`%(${key})s`, value), this.texts.page[name]);

  hour(moment, zone, now) {
    const local = (options) => new Intl.DateTimeFormat(this.texts.page.locale, { timeZone: zone, ...options });
    const clock = local({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
    const day = local({ weekday: "short", day: "numeric", month: "numeric" });
    return day.format(moment) === day.format(now) ? clock : `${day.format(moment)} ${clock}`;
  }

  ago(seconds) {
    const [unit, size] = UNITS.findLast(([, length]) => seconds >= length) ?? UNITS[0];
    return this.relative.format(-Math.floor(Math.max(seconds, 1) / size), unit);
  }

  #sentence({ reason, moment, last, product }, { configuration, at }) {
    const { device, gates } = configuration;
    const hour = moment && this.hour(moment, device.zone, at);
    if (reason === "used" && last) {
      const gate = gates.find((one) => one.id === last.gate)?.name ?? "?";
      return this.fill("used_first", { hour: this.hour(last.at, device.zone, at), ago: this.ago((at - last.at) / 1000), gate });
    }
    const right = reason === "wrong_product" && gates.filter((gate) => gate.is_active && gate.products.includes(product));
    if (right?.length) return this.fill("send_to", { gates: right.map((gate) => gate.name).join(", ") });
    if (hour && ["too_early", "too_late", "gate_closed"].includes(reason)) return this.fill(reason, { hour });
    return this.texts.words[reason]?.text ?? this.texts.page[reason];
  }

  /** Return the answer for a ruling (or a flaw: {reason}) at `at` (ms). */
  answer(ruling, { configuration, at, person: [name, note] = ["", ""] }) {
    const { reason, serial } = ruling;
    const product = configuration.products.find((one) => one.id === ruling.product)?.name ?? "";
    return {
      verdict: ruling.shown ?? "refuse",
      admitted: ruling.verdict === "admit",
      reason,
      word: this.texts.words[reason]?.word ?? this.texts.page[`${reason}_word`],
      text: this.#sentence(ruling, { configuration, at }),
      questions: reason === "questions" ? questionsFor(configuration, ruling.product) : [],
      holder: serial ? { name: configuration.device.shows_names ? name : "", product, attention: note, number: spoken(serial), lines: [] } : null,
    };
  }
}
