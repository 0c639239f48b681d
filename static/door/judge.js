// The phone's own verdict: from the code, the event's configuration and what it has heard and let through itself.

import { blockOf, ticketIn } from "./packing.js";
import { decide, insideSince, shown } from "./rules.js";
import { read, within } from "./store.js";
import { SHORT, decode, isOurs, proves, serialFrom } from "./t1.js";
import { unseal } from "./vault.js";

/** Tell whether a phone may do what supervisors may at `now` (ms): for good, or for some minutes. */
export const supervises = (device, now) =>
  Boolean(device) && (device.rights === "supervisor" || (device.raised_until !== null && Date.parse(device.raised_until) > now));

const time = (text) => (text ? Date.parse(text) : null);
const flaw = (reason, sure = true) => ({ flaw: reason, sure });

/**
 * Return what a text says and proves: {serial, generation, product, window, event}, or {flaw, sure}. Not `sure`: the server may know
 * better, as it has keys made since the last contact.
 */
export async function readText(text, configuration, now) {
  const { device, keys } = configuration;
  if (text.length <= SHORT) {
    const serial = serialFrom(text);
    if (serial === null) return flaw("foreign");
    return supervises(device, now) ? { serial, generation: null, product: null, window: null, event: null } : flaw("typed_not_allowed", false);
  }
  const code = decode(text);
  if (!code) return flaw(isOurs(text) ? "malformed" : "foreign");
  const key = keys.find((one) => one.event_number === code.event && one.slot === code.slot);
  if (!key) return keys.some((one) => one.event_number === code.event) ? flaw("unproven", false) : flaw("wrong_event", false);
  return (await proves(code, key)) ? code : flaw("forged");
}

const dayIn = (zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }); // writes 2026-06-06
const days = new Map();

function dayOf(at, zone) {
  if (!days.has(zone)) days.set(zone, dayIn(zone));
  return days.get(zone).format(at);
}

/** Return what the gate asks the holders of a product. */
export const questionsFor = (configuration, product) => configuration.questions.filter((one) => one.products.includes(product));

const byNumber = (list, event, number) => list.find((one) => one.event_number === event && one.number === number);

/** Return the facts for `decide`, from what was read, the ticket's line (null: not heard of), its passages by area, and
 * whether this phone has put the organiser's questions. */
function factsOf(reading, { configuration, scan, at, line, passages, asked }) {
  const { device, event, gates, products, windows } = configuration;
  const gate = gates.find((one) => one.id === device.gate);
  const product = line ? line.product : byNumber(products, reading.event, reading.product)?.id;
  const window = line ? windows.find((one) => one.id === line.window) : byNumber(windows, reading.event, reading.window);
  const since = insideSince(passages, gate.area, new Map(gates.map((one) => [one.area, one.area_within])));
  const today = dayOf(at, device.zone);
  return {
    at,
    today,
    state: line?.state ?? "valid", // sold after the last contact: its signature is all there is
    generation: line?.generation ?? reading.generation,
    codeGeneration: reading.generation,
    attention: line?.attention ?? false,
    validFrom: time(window?.valid_from),
    validUntil: time(window?.valid_until),
    eventState: event.state,
    eventLocked: event.locked,
    rule: gate.rule,
    active: gate.is_active,
    opensAt: time(gate.opens_at),
    closesAt: time(gate.closes_at),
    opensForProduct: gate.products.includes(product),
    product,
    last: passages.find((one) => one.area === gate.area) ?? null,
    inside: since !== null && (gate.stays_overnight || dayOf(since, device.zone) === today),
    isExit: scan.direction === "exit",
    anyway: Boolean(scan.anyway),
    toAsk: !asked && (line?.toAsk ?? true) && questionsFor(configuration, product).length > 0,
  };
}

/** The latest passage of a ticket into each area: what the server told, or this phone saw since. */
function latest(serial, areas, told, own) {
  return areas.flatMap((area, n) => {
    const [heard, seen] = [told?.get(`${serial}:${area}`), own[n]];
    const last = heard && seen ? (seen.at >= heard.at ? seen : heard) : (heard ?? seen);
    return last ? [{ ...last, area }] : [];
  });
}

/** Ask for all of it within one transaction, then call `judged(ruling, facts)` while it is still open. */
function weigh(store, reading, circumstances, judged) {
  const { configuration, scan } = circumstances;
  const areas = [...new Set(configuration.gates.map((gate) => gate.area))];
  const block = blockOf(reading.serial);
  const asked = [
    store("tickets").get(block),
    store("passed").get(block),
    ...areas.map((area) => store("here").get(`${reading.serial}:${area}`)),
  ];
  asked.at(-1).onsuccess = () => {
    const [tickets, told, ...own] = asked.map((request) => request.result);
    const line = ticketIn(tickets, reading.serial);
    const answered = Boolean(scan.answers) || own.some((passage) => passage?.answered);
    const facts = factsOf(reading, { ...circumstances, line, asked: answered, passages: latest(reading.serial, areas, told, own) });
    const ruling = line || reading.event !== null ? decide(facts) : { verdict: "look", reason: "unheard", slot: "", moment: null };
    try {
      judged({ ...ruling, shown: shown(ruling), serial: reading.serial, line, last: facts.last, product: facts.product, answered });
    } catch {
      asked[0].transaction.abort(); // the phone will not take it; whoever asked learns so
    }
  };
}

const USED = ["tickets", "passed", "here"];

/** Return the phone's ruling without keeping anything: {verdict, reason, slot, moment, shown, serial, line, last}. */
export const consider = (reading, circumstances) =>
  within(USED, "readonly", (store, keep) => weigh(store, reading, circumstances, keep));

/**
 * Judge and keep: verdict, passage and queue entry are one transaction, so that a ticket is let in once and never lost.
 * `circumstances`: {configuration, scan, at, kept}; `kept` is the queue entry without its verdict.
 */
export const considerAndKeep = (reading, circumstances) =>
  within([...USED, "queue"], "readwrite", (store, keep) =>
    weigh(store, reading, circumstances, (ruling) => {
      const { kept, configuration, at } = circumstances;
      const gate = configuration.gates.find((one) => one.id === configuration.device.gate);
      if (ruling.verdict === "admit") {
        const passage = { slot: ruling.slot, at, exit: ruling.reason === "exit", gate: gate.id, nonce: kept.nonce, answered: ruling.answered };
        store("here").put(passage, `${reading.serial}:${gate.area}`);
      }
      store("queue").put({ ...kept, verdict: ruling.verdict });
      keep(ruling);
    }),
  );

/** Return [name, note] of a ticket as far as this phone may know them. */
export async function personOf(serial) {
  const people = await unseal(await read("names", blockOf(serial)));
  return people?.[serial] ?? ["", ""];
}
