// Selling at the gate: what, how many, cash or a code for the visitor's bank, and in they go. Sent again, it is still one sale.

import { Offline } from "./api.js";
import { action, make, sum } from "./dom.js";
import { printLabel } from "./label.js";
import { bankCode } from "./money.js";

const MOST = 10;

class Till {
  constructor(door) {
    this.door = door;
    this.page = door.texts.page;
    this.sheet = door.sheet(this.page.sell);
    this.problem = make("p", { className: "problem" });
    this.problem.setAttribute("role", "alert");
  }

  show = (...parts) => this.sheet.body.replaceChildren(...parts);
  amount = (price) => sum(price, this.currency, this.page.locale);

  tell(error) {
    this.problem.textContent = error instanceof Offline ? this.page.sale_unsure : error.message;
    this.door.signal("refuse");
  }

  async open() {
    this.show(make("p", {}, this.page.loading));
    try {
      const { currency, offers } = await this.door.get("offer");
      this.currency = currency;
      this.choices = offers.flatMap(({ product, name, choices }) => choices.map((one) => ({ ...one, product, label: [name, one.name].filter(Boolean).join(", ") })));
      if (this.choices.length === 1 && this.choices[0].left !== 0) this.choose(this.choices[0]);
      else this.#list();
    } catch (error) {
      this.show(make("p", {}, error instanceof Offline ? this.page.needs_network : error.message));
    }
  }

  #list() {
    if (!this.choices.length) return this.show(make("p", {}, this.page.sell_nothing));
    const line = (one) => {
      const left = one.left === null ? "" : one.left ? this.door.words.fill("places_left", { n: one.left }) : this.page.sold_out;
      const facts = make("span", {}, [this.amount(one.price), left].filter(Boolean).join(" · "));
      return make("li", {}, make("button", { type: "button", disabled: one.left === 0, onclick: () => this.choose(one) }, make("b", {}, one.label), facts));
    };
    return this.show(make("ul", {}, ...this.choices.map(line)));
  }

  choose(choice) {
    this.choice = choice;
    this.key = crypto.randomUUID(); // the same until the server has answered, so that nothing is sold twice
    this.count = 1;
    const number = make("output", { className: "count" }, "1");
    const total = make("p", { className: "total" }, this.amount(choice.price));
    const cash = action("", () => this.#sell({ pays: "cash" }), { main: true });
    const card = action("", () => this.#sell({ pays: "terminal" }));
    const draw = () => {
      number.textContent = this.count;
      total.textContent = this.amount(choice.price * this.count);
      cash.textContent = this.door.words.fill("cash_taken", { sum: total.textContent });
      card.textContent = this.door.words.fill("card_taken", { sum: total.textContent });
    };
    const step = (by, label, sign) => {
      const button = make("button", { type: "button", className: "step", onclick: () => ((this.count = Math.min(Math.max(this.count + by, 1), choice.left ?? MOST, MOST)), draw()) }, sign);
      button.setAttribute("aria-label", label);
      return button;
    };
    draw();
    this.name = make("input", { type: "text", maxLength: 150, autocomplete: "off", id: "walkin-name" });
    this.problem.textContent = "";
    this.inputs = make(
      "fieldset",
      { className: "till" },
      make("legend", {}, choice.label),
      make("div", { className: "steps" }, step(-1, this.page.one_less, "−"), number, step(1, this.page.one_more, "+")),
      make("label", { className: "stacked", htmlFor: this.name.id }, this.page.name_optional, this.name),
    );
    total.setAttribute("aria-live", "polite");
    this.buttons = [action(this.page.bank_code, () => this.#sell({ pays: "transfer", enters: false })), card, cash];
    this.show(this.inputs, total, this.problem, ...this.buttons);
  }

  async #sell(how) {
    this.#lock(true);
    const { product, variation } = this.choice;
    try {
      const sold = await this.door.post("sell", { request_key: this.key, product, variation, count: this.count, name: this.name.value.trim(), ...how });
      if (how.enters === false) this.#askBank(sold);
      else this.#sold(sold);
    } catch (error) {
      this.tell(error);
      if (!(error instanceof Offline)) this.key = crypto.randomUUID(); // said no: nothing was sold
      this.#lock(false, error instanceof Offline);
    }
  }

  /** While the server is asked nothing is pressed twice; while it is unsure what it did, only the same can be sent again. */
  #lock(busy, unsure = false) {
    this.inputs.disabled = busy || unsure;
    for (const button of this.buttons) button.disabled = busy;
  }

  #askBank(sold) {
    this.problem.textContent = "";
    const paid = action(this.page.let_in_paid, () => this.#sell({ pays: "transfer" }), { main: true });
    const amount = { sum: this.amount(sold.owed.owed) };
    const cash = action(this.door.words.fill("cash_taken", amount), () => this.#sell({ pays: "cash" }));
    const card = action(this.door.words.fill("card_taken", amount), () => this.#sell({ pays: "terminal" }));
    this.buttons = sold.owed.picture ? [cash, card, paid] : [cash, card];
    this.show(...bankCode(this.door, sold.owed), this.problem, ...this.buttons);
  }

  #sold(sold) {
    const admitted = sold.entries.filter((entry) => entry.admitted);
    const verdict = admitted.length === sold.entries.length ? "admit" : "refuse";
    const word = make("p", { className: "outcome" }, `${sold.entries[0].word}${sold.entries.length > 1 ? ` × ${admitted.length}` : ""}`);
    word.dataset.verdict = verdict;
    word.setAttribute("role", "status");
    this.door.signal(verdict);
    this.door.sync();
    this.show(
      word,
      make("p", {}, this.door.words.fill("sold", { sum: this.amount(sold.total), order: sold.order })),
      ...sold.entries.filter((entry) => !entry.admitted).map((entry) => make("p", {}, `${entry.number}: ${entry.text}`)),
      ...admitted.map((entry) => action(`${this.page.print_label} ${entry.number}`, () => printLabel(this.door, entry.nonce))),
      action(this.page.sell_another, () => this.#again()),
      action(this.page.done, () => this.sheet.close(), { main: true }),
    );
  }

  #again() {
    this.sheet.close();
    new Till(this.door).open();
  }
}

export default {
  id: "walkin",
  label: (door) => door.texts.page.sell,
  offered: (door) => door.supervisor && door.online,
  open: (door) => new Till(door).open(),
};
