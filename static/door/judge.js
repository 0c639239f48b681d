// The phone's own verdict while there is no network: is the code genuine, meant for this gate and hour, and new to this phone?

import { queue, queueOnce } from "./store.js";
import { decode, proves } from "./t1.js";

const refuse = (reason) => ({ verdict: "refuse", reason });

/** Return {verdict, reason} for a code, from the event's configuration alone. `at` is a Date. */
export async function judge(text, configuration, at) {
  const code = decode(text);
  if (!code) return refuse("malformed");
  if (!(await proves(code, configuration.keys))) {
    return refuse(configuration.keys.some((key) => key.event_number === code.event) ? "forged" : "wrong_event");
  }
  const { device, gates, products, windows } = configuration;
  const gate = gates.find((one) => one.id === device.gate);
  const event = code.event === device.event_number ? device.event : null;
  const product = products.find((one) => one.number === code.product && (event === null || one.event === event));
  if (!gate || !product || !gate.products.includes(product.id)) return refuse("wrong_product");
  const window = windows.find((one) => one.number === code.window);
  if (window && at >= new Date(window.valid_until)) return refuse("too_late");
  if (window && at < new Date(window.valid_from)) return refuse("too_early");
  return { verdict: "look", reason: "offline", code };
}

/** Judge a scan without a network and keep it for sending; returns what to show. */
export async function judgeAndKeep(scan, configuration, texts) {
  const at = new Date();
  const found = await judge(scan.code, configuration, at);
  const kept = { ...scan, at: at.toISOString(), gate: configuration.device.gate };
  if (found.verdict === "refuse") {
    await queue({ ...kept, verdict: "refuse" });
    return { verdict: "refuse", word: texts.words[found.reason].word, text: `${texts.words[found.reason].text} ${texts.page.offline_judged}` };
  }
  if (scan.direction === "exit") {
    await queue({ ...kept, verdict: "admit" });
    return { verdict: "look", word: texts.page.offline_word, text: texts.page.offline_text };
  }
  const before = await queueOnce(found.code.serial, { ...kept, verdict: "admit" });
  if (before) {
    const hour = new Date(before).toLocaleTimeString(texts.page.locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    return { verdict: "refuse", word: texts.words.used.word, text: texts.page.offline_used.replace("%(hour)s", hour) };
  }
  return { verdict: "look", word: texts.page.offline_word, text: texts.page.offline_text };
}
