// Ranked wishes by tapping stalls: the plan fills plain fields, which stay the truth and work without it.
// The fields are those whose name begins with the figure's data-pick; what stands in them is a stall's number, or something else.

const plain = (text) => text.replace(/[^\p{L}\p{N}]/gu, "").toUpperCase();

for (const figure of document.querySelectorAll("[data-plan][data-pick]")) {
  const told = figure.querySelector("[data-plan-told]");
  const numberOf = (stall) => stall.querySelector(".plan-number").textContent;
  const stalls = new Map([...figure.querySelectorAll("[data-stall]")].map((stall) => [plain(numberOf(stall)), stall]));
  const fields = () => [...document.querySelectorAll(`input[name^="${CSS.escape(figure.dataset.pick)}"]`)];
  const before = new Map([...stalls.values()].map((stall) => [stall, stall.getAttribute("class")]));
  const SVG = "http://www.w3.org/2000/svg";

  function show() {
    figure.querySelectorAll(".plan-rank").forEach((rank) => rank.remove());
    for (const [stall, name] of before) {
      stall.setAttribute("class", name);
      stall.setAttribute("aria-pressed", "false");
    }
    fields().forEach((field, place) => {
      const stall = stalls.get(plain(field.value));
      if (!stall) return;
      stall.setAttribute("class", "plan-stall is-wished");
      stall.setAttribute("aria-pressed", "true");
      const rect = stall.querySelector("rect");
      const rank = document.createElementNS(SVG, "text");
      rank.setAttribute("class", "plan-rank");
      rank.setAttribute("x", Number(rect.getAttribute("x")) + 2);
      rank.setAttribute("y", Number(rect.getAttribute("y")) + 8);
      rank.setAttribute("font-size", "8");
      rank.textContent = `${place + 1}.`;
      stall.append(rank);
    });
  }
  function pick(stall) {
    const all = fields();
    const number = numberOf(stall);
    const taken = all.findIndex((field) => stalls.get(plain(field.value)) === stall);
    if (taken >= 0) { // taking one off moves the later ones up
      const rest = all.map((field) => field.value).filter((value, place) => place !== taken && value);
      all.forEach((field, place) => { field.value = rest[place] ?? ""; });
      told.textContent = figure.dataset.clear;
    } else {
      const free = all.find((field) => field.value === "");
      if (free) free.value = number;
      told.textContent = free ? `${figure.dataset.nth} ${all.indexOf(free) + 1}: ${stall.getAttribute("aria-label")}` : figure.dataset.full;
    }
    all.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    show();
  }
  figure.addEventListener("click", (event) => {
    const stall = event.target.closest("[data-stall]");
    if (stall) pick(stall);
  });
  figure.addEventListener("keydown", (event) => {
    const stall = event.target.closest("[data-stall]");
    if (!stall || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    pick(stall);
  });
  document.addEventListener("input", (event) => {
    if (event.isTrusted && fields().includes(event.target)) show();
  });
  show();
}
