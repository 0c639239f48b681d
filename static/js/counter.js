// How many characters are typed, as one types. Without script the figure comes with every save.

for (const line of document.querySelectorAll("[data-count-of]")) {
  const box = document.getElementById(line.dataset.countOf);
  const said = line.querySelector("[data-count]");
  if (!box || !said) continue;
  const words = said.textContent;
  const first = /\d[\d\s\u00a0.,]*/;
  // The browser counts a line break once, the server gets two characters for it
  const count = () => {
    const n = box.value.replace(/\n/g, "\r\n").length;
    said.textContent = words.replace(first, `${n} `);
    line.classList.toggle("over", n > box.maxLength && box.maxLength > 0);
  };
  box.addEventListener("input", count);
  count();
}
