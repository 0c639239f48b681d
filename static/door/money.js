// An unpaid ticket at the gate: what is owed, taken in cash or shown as a code for the visitor's bank, then let in.

import { Offline } from "./api.js";
import { action, make, sum } from "./dom.js";

/** Return what a visitor's banking app reads, with the same in words; or the sentence why there is none. */
export function bankCode(door, owed) {
  const { page } = door.texts;
  if (!owed.picture) return [make("p", {}, page.no_bank_code)];
  const amount = sum(owed.owed, owed.currency, page.locale);
  const words = door.words.fill("bank_code_hint", { payee: owed.payee, sum: amount, order: owed.order });
  return [make("img", { src: owed.picture, alt: page.bank_code, className: "bank-code" }), make("p", {}, words)];
}

async function take(door, answer) {
  const { page } = door.texts;
  const sheet = door.sheet(page.take_payment);
  const problem = make("p", { className: "problem" });
  problem.setAttribute("role", "alert");
  const tell = (error) => (problem.textContent = error instanceof Offline ? page.needs_network : error.message);
  const letIn = (more) => {
    sheet.close();
    door.scan(answer.code, more);
  };
  try {
    const owed = await door.get(`owed?${new URLSearchParams({ nonce: answer.nonce })}`);
    const amount = sum(owed.owed, owed.currency, page.locale);
    const taken = (pays) => async ({ target }) => {
      target.disabled = true;
      try {
        await door.post("cash", { nonce: answer.nonce, amount: owed.owed, pays });
        letIn();
      } catch (error) {
        tell(error);
        target.disabled = false;
      }
    };
    const byBank = () =>
      sheet.body.replaceChildren(...bankCode(door, owed), problem, owed.picture ? action(page.let_in_paid, () => letIn({ anyway: true }), { main: true }) : "");
    sheet.body.replaceChildren(
      make("p", { className: "total" }, amount),
      make("p", {}, door.words.fill("owed_for", { order: owed.order })),
      problem,
      action(page.bank_code, byBank),
      action(door.words.fill("card_taken", { sum: amount }), taken("terminal")),
      action(door.words.fill("cash_taken", { sum: amount }), taken("cash"), { main: true }),
    );
  } catch (error) {
    sheet.body.replaceChildren(problem);
    tell(error);
  }
}

export default {
  id: "money",
  onVerdict: (door, answer) =>
    answer.reason === "unpaid" && !answer.admitted && answer.nonce && door.supervisor && door.online
      ? { label: door.texts.page.take_payment, run: () => take(door, answer) }
      : null,
};
