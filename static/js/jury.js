// The juror's keys. Without script everything is there as links and buttons; this only saves the hand from moving.

const ballot = document.getElementById("ballot");
const box = document.getElementById("picture-box");
const scales = ballot ? [...ballot.querySelectorAll("[data-criterion]")] : [];
const isTyping = (target) => target.matches("textarea, input:not([type=radio]):not([type=checkbox]), select");
const touched = () => new URLSearchParams(new FormData(ballot)).toString();
let now = -1;
let before = ballot && touched();

function choose(number) {
  now = Math.max(0, Math.min(scales.length - 1, number));
  scales.forEach((scale, index) => scale.classList.toggle("now", index === now));
}
function say(scale) {
  const chosen = scale.querySelector("input:checked");
  scale.querySelector("[data-word]").textContent = chosen ? chosen.closest("label").title : "";
}
for (const [index, scale] of scales.entries()) {
  scale.addEventListener("change", () => { say(scale); choose(index); });
  scale.addEventListener("focusin", () => choose(index));
}
const isOpen = ballot && ballot.querySelector("[value=save]");
if (isOpen) {
  document.querySelector("[data-keys]").hidden = false;
  const empty = scales.findIndex((scale) => !scale.querySelector("input:checked"));
  choose(empty < 0 ? 0 : empty);
}

// On to the application beside; what was typed is saved on the way.
function go(link) {
  if (!link) return;
  if (!isOpen || touched() === before) {
    location.assign(link.href);
  } else {
    ballot.elements.go.value = link.dataset.number;
    ballot.requestSubmit(isOpen);
  }
}
for (const link of document.querySelectorAll(".jury-nav [data-number]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || box?.open || isTyping(event.target)) return;
  const isRadio = event.target.matches("input[type=radio]");
  if (isOpen && /^[0-9]$/.test(event.key)) {
    const input = scales[now]?.querySelector(`input[value="${event.key}"]`);
    if (!input) return;
    event.preventDefault();
    input.checked = true;
    say(scales[now]);
    choose(now + 1);
  } else if (isOpen && !isRadio && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    choose(now + (event.key === "ArrowDown" ? 1 : -1));
  } else if (!isRadio && event.key === "ArrowRight") {
    go(document.querySelector(".jury-nav [rel=next]"));
  } else if (!isRadio && event.key === "ArrowLeft") {
    go(document.querySelector(".jury-nav [rel=prev]"));
  } else if (isOpen && event.key === "Enter" && !event.target.closest("a, button, summary")) {
    event.preventDefault();
    ballot.requestSubmit(isOpen);
  } else if (event.key.toLowerCase() === "p") {
    document.querySelector("[data-picture]")?.click();
  }
});

// Pictures as large as the screen: arrows step, Escape closes.
const links = [...document.querySelectorAll("[data-picture]")];
let at = 0;
function show(step) {
  at = (at + step + links.length) % links.length;
  const picture = box.querySelector("[data-full]");
  picture.src = links[at].href;
  picture.alt = links[at].querySelector("img").alt;
  box.querySelector("[data-at]").textContent = `${at + 1} / ${links.length}`;
}
for (const [index, link] of links.entries()) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !box.showModal) return;
    event.preventDefault();
    at = index;
    show(0);
    box.showModal();
  });
}
box?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") show(event.key === "ArrowRight" ? 1 : -1);
});
for (const button of box?.querySelectorAll("[data-step]") ?? []) button.addEventListener("click", () => show(Number(button.dataset.step)));
