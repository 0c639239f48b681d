// The price of what is typed, before it is saved, and the kilowatts that add up. Without script both come with every save.

const shown = document.querySelector("[data-price-shown]");
const form = document.querySelector("form[data-price-url]");

if (shown && form) {
  let waiting = 0;
  let asked = null;

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.priceUrl, { method: "POST", body: new FormData(form), signal: asked.signal });
      if (answer.status !== 200 || answer.redirected) return;
      const isOpen = shown.querySelector("details")?.open;
      shown.innerHTML = await answer.text();
      const fold = shown.querySelector("details");
      if (fold && isOpen) fold.open = true;
    } catch {
      // no network, or asked anew meanwhile: the price comes with the next save
    }
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 400);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

const sum = document.querySelector("[data-kilowatts-sum]");
if (sum && form) {
  const number = (text) => Number(text.replace(/\s/g, "").replace(",", ".")) || 0;
  const add = () => {
    let total = 0;
    for (const input of form.querySelectorAll("input[data-kw]")) total += number(input.value) * Number(input.dataset.kw);
    for (const input of form.querySelectorAll('input[name^="kw_"]')) total += number(input.value);
    sum.textContent = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(total);
  };
  form.addEventListener("input", add);
}
