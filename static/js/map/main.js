// The map for visitors: finds while one types, shows a maker's card at a tap, and has the phone keep the page.
// Without this the form asks the server, and a stall leads to its maker in the list.

import { folded, isAnything, isFound, read } from "./finding.js";
import { keep } from "./keeping.js";

const map = document.querySelector("[data-map]");
const part = (name) => map.querySelector(`[data-${name}]`);
const words = part("words").dataset;
const svg = map.querySelector("svg.plan");
const input = map.querySelector("[name=q]");
const told = part("told");
const card = part("card");

const stalls = new Map([...svg.querySelectorAll("[data-stall]")].map((element) => [element.dataset.stall, element]));
const nameOf = (stall) => stall.querySelector(".plan-number").textContent;
const numbers = new Map([...stalls.values()].map((stall) => [folded(nameOf(stall)), stall]));
const makers = [...map.querySelectorAll("[data-maker]")].map((item) => ({
  item,
  text: item.dataset.maker,
  numbers: item.dataset.numbers.split(" "),
  stalls: item.dataset.stalls.split(" ").map((id) => stalls.get(id)).filter(Boolean),
}));

function find(text) {
  const sought = read(text, numbers);
  const isSearching = isAnything(sought);
  const found = makers.filter((one) => isSearching && isFound(sought, one.text, one.numbers));
  const lit = new Set(found.flatMap((one) => one.stalls));
  const empty = sought.numbers.map((number) => numbers.get(number)).filter((stall) => !lit.has(stall) && !makers.some((one) => one.stalls.includes(stall)));
  for (const stall of empty) lit.add(stall);
  map.classList.toggle("is-searching", isSearching);
  for (const stall of stalls.values()) stall.classList.toggle("is-found", lit.has(stall));
  for (const one of makers) one.item.hidden = isSearching && !found.includes(one);
  for (const link of map.querySelectorAll("[data-craft]")) link.toggleAttribute("aria-current", isSearching && link.dataset.craft === text);
  tell(isSearching, found, empty);
  return [...lit];
}

function tell(isSearching, found, empty) {
  told.replaceChildren();
  if (!isSearching) return;
  const said = empty.map((stall) => words.empty.replace("{number}", nameOf(stall)));
  if (found.length || !empty.length) said.unshift(found.length === 1 ? words.one : found.length ? words.found.replace("{n}", found.length) : words.none);
  const all = document.createElement("a");
  all.href = location.pathname;
  all.textContent = words.all;
  all.addEventListener("click", (event) => { event.preventDefault(); look(""); input.focus(); });
  told.append(said.join(" "), " ", all);
}

function look(text) {
  input.value = text;
  const lit = find(text);
  const address = new URL(location.href);
  if (text) address.searchParams.set("q", text);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
  if (lit.length) show(lit[0]);
}

/** Bring a stall to the middle of the plan's window. */
function show(stall) {
  const view = map.querySelector("[data-plan-view]");
  const [box, frame] = [stall.getBoundingClientRect(), view.getBoundingClientRect()];
  view.scrollBy({ left: box.left + box.width / 2 - frame.left - frame.width / 2, top: box.top + box.height / 2 - frame.top - frame.height / 2 });
}

function open({ item }) {
  const body = part("card-body");
  body.replaceChildren(...[...item.children].map((child) => child.cloneNode(true)));
  body.querySelector(".map-name").id = "card-name";
  for (const picture of body.querySelectorAll("img")) {
    picture.loading = "eager";
    picture.addEventListener("error", () => picture.remove()); // not kept, and no network
  }
  body.dataset.of = item.id;
  if (!card.open) card.showModal();
}

/** Lead from a card to its stalls on the plan. */
function lead(maker) {
  if (card.open) card.close();
  for (const stall of stalls.values()) stall.classList.toggle("is-found", maker.stalls.includes(stall));
  map.classList.add("is-searching");
  map.querySelector(".map-plan").scrollIntoView({ block: "nearest" });
  show(maker.stalls[0]);
  maker.stalls[0].focus({ preventScroll: true });
}

const makerOf = (anchor) => makers.find(({ item }) => item.id === anchor);

map.addEventListener("click", (event) => {
  const craft = event.target.closest("[data-craft]");
  const stall = event.target.closest("a[data-stall]");
  const shower = event.target.closest("[data-show]");
  if (!craft && !stall && !shower) return;
  const maker = stall ? makerOf(stall.getAttribute("href").slice(1)) : shower && makerOf(shower.closest("[data-maker]")?.id ?? part("card-body").dataset.of);
  if (!craft && !maker) return;
  event.preventDefault();
  if (craft) look(craft.hasAttribute("aria-current") ? "" : craft.dataset.craft);
  else if (stall) open(maker);
  else lead(maker);
});
card.addEventListener("click", (event) => { if (event.target === card) card.close(); }); // beside it

let pause;
input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => look(input.value), 150);
});
map.querySelector("form[role=search]").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  look(input.value);
  input.blur(); // the keyboard of a phone covers the map
});
const asked = new URLSearchParams(location.search).get("q"); // a page kept on the phone was drawn without it
if (asked) look(asked);
const called = makerOf(location.hash.slice(1));
if (called) open(called);

keep(map.dataset.worker, part("kept"), words);
