// Making elements, for the sheets of the extra actions.

/** Return a new element: `make("button", { type: "button", onclick }, "Sell", other)`. */
export function make(tag, properties = {}, ...children) {
  const { className, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Return a button as wide as the sheet; `main` is the one that the thumb looks for. */
export const action = (label, onclick, { main = false } = {}) =>
  make("button", { type: "button", className: main ? "big" : "action", onclick }, label);

/** Return an amount as the reader writes it: sum("6.00", "EUR", "lv") is "6,00 €". */
export const sum = (amount, currency, locale) => new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(amount));
