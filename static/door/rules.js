// Who may pass a gate, in the same order of reasons as ticketing/door/rules.py; a test holds the two together.
//
// facts: {at, today, state, generation, codeGeneration, attention, validFrom, validUntil, eventState, eventLocked, rule, active, opensAt,
// closesAt, opensForProduct, last, inside, isExit, anyway, toAsk}; times in ms or null, `last` {slot, at, exit} or null, `inside` by the latest
// passage through any gate (null: go by `last`), `codeGeneration` null when the number was typed. Returns {verdict, reason, slot, moment}.

const refuse = (reason, moment = null) => ({ verdict: "refuse", reason, slot: "", moment });
const look = (reason) => ({ verdict: "look", reason, slot: "", moment: null });
const admit = (reason, slot) => ({ verdict: "admit", reason, slot, moment: null });

/** What the steward sees for a recorded verdict: some are let in, with a look. */
export const shown = ({ verdict, reason }) => (reason === "attention" || reason === "typed" ? "look" : verdict);

function stayOf(last) {
  const [kind, number] = last.slot.split(":");
  return kind === "stay" || kind === "exit" ? Number(number) : 0;
}

function dead(facts) {
  if (facts.state === "cancelled") return refuse("cancelled");
  if (facts.codeGeneration !== null && facts.codeGeneration !== facts.generation) return refuse("replaced");
  if (facts.eventState === "cancelled") return refuse("event_cancelled");
  if (facts.eventState === "finished" || facts.eventState === "reported") return refuse("event_over");
  return facts.eventLocked ? refuse("event_locked") : null;
}

const isInside = ({ inside, last }) => inside ?? (last !== null && !last.exit);

function leaving(facts) {
  const { rule, last } = facts;
  if (rule !== "in_and_out") return refuse("no_exits");
  if (!isInside(facts)) return refuse("not_inside", last && last.at);
  return admit("exit", `exit:${last ? stayOf(last) + (last.exit ? 1 : 0) : 0}`);
}

function notHere({ at, opensForProduct, validFrom, validUntil, active, opensAt, closesAt }) {
  if (!opensForProduct) return refuse("wrong_product");
  if (validUntil && at >= validUntil) return refuse("too_late", validUntil);
  if (validFrom && at < validFrom) return refuse("too_early", validFrom);
  if (!active || (closesAt && at >= closesAt)) return refuse("gate_closed");
  if (opensAt && at < opensAt) return refuse("gate_closed", opensAt);
  return null;
}

function entrySlot({ rule, today, last }) {
  if (rule === "daily") return today;
  if (rule === "in_and_out") return last ? `stay:${stayOf(last) + 1}` : "stay:0";
  return "once";
}

function isUsed(facts) {
  const { rule, last, today } = facts;
  if (rule === "in_and_out") return isInside(facts);
  return last !== null && (rule === "once" || last.slot === today);
}

/**
 * Return since when the latest of all passages, [{area, at, exit}] in any order, has a person inside `area`, or null.
 * A person is in one place: who enters a hall has left the former one, who leaves it is on the site around it (`within`: area → area).
 */
export function insideSince(passages, area, within) {
  const last = passages.reduce((latest, one) => (!latest || one.at >= latest.at ? one : latest), null);
  if (!last) return null;
  return (last.area === area && !last.exit) || within.get(last.area) === area ? last.at : null;
}

export function decide(facts) {
  const never = dead(facts);
  if (never) return never;
  if (facts.isExit) return leaving(facts);
  const elsewhere = notHere(facts);
  if (elsewhere) return elsewhere;
  if (isUsed(facts)) return refuse("used", facts.last && facts.last.at);
  const slot = entrySlot(facts);
  const isUnpaid = facts.state === "unpaid";
  if (isUnpaid && !facts.anyway) return look("unpaid");
  if (facts.toAsk) return look("questions");
  if (isUnpaid) return admit("unpaid", slot);
  return admit(facts.attention ? "attention" : facts.codeGeneration === null ? "typed" : "ok", slot);
}
