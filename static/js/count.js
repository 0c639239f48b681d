// The closing count adds up while it is typed. Without script the server adds it up.

const locale = document.documentElement.lang;

for (const drawer of document.querySelectorAll("[data-drawer]")) {
  const inputs = [...drawer.querySelectorAll("[data-worth]")];
  const row = drawer.querySelector("[data-sum-row]");
  if (!row) continue;
  const sum = row.querySelector("[data-sum]");
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: sum.dataset.currency });
  const add = () => {
    // in cents, so that nothing is lost to fractions
    const cents = inputs.reduce((all, input) => all + Math.round(Number(input.dataset.worth) * 100) * (Number.parseInt(input.value, 10) || 0), 0);
    sum.textContent = format.format(cents / 100);
  };
  row.hidden = false;
  drawer.addEventListener("input", add);
  add();
}
