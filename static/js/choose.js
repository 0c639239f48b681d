// Minus and plus beside each number, and the sum below. Without script the numbers are typed.

const form = document.querySelector("form[data-choice]");
if (form) {
  const inputs = [...form.querySelectorAll("input[data-price]")];
  const row = form.querySelector("[data-total-row]");
  const output = form.querySelector("[data-total]");

  const count = (input) => Math.max(0, Number.parseInt(input.value, 10) || 0);
  // so many at the lower price, the rest at the next one; the cart knows what a voucher or a group takes off
  const cost = (input) => {
    const cheap = Math.min(count(input), input.dataset.cheap === undefined ? Infinity : Number(input.dataset.cheap));
    return cheap * Number(input.dataset.price) + (count(input) - cheap) * Number(input.dataset.then ?? 0);
  };
  const show = () => {
    if (!output) return;
    const total = inputs.reduce((sum, input) => sum + cost(input), 0);
    const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: output.dataset.currency });
    output.textContent = money.format(total);
    row.hidden = !inputs.some(count);
  };
  const button = (input, sign, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", `${sign} ${input.labels[0]?.textContent.trim() ?? ""}`);
    made.addEventListener("click", () => {
      const most = input.max === "" ? Infinity : Number(input.max);
      input.value = String(Math.min(most, Math.max(0, count(input) + step)));
      show();
    });
    return made;
  };
  for (const input of inputs) {
    input.before(button(input, "−", -1));
    input.after(button(input, "+", 1));
    input.addEventListener("input", show);
  }
  show();
}
