// The public programme: stars without loading the page, what is on now, and the page kept for when there is no network.
// Everything works without this script but the last.

const box = document.querySelector("[data-programme]");
const list = () => (document.cookie.match(new RegExp(`(?:^|; )${box.dataset.cookie}=([^;]*)`))?.[1] ?? "").split(".").filter(Boolean);

function keep(numbers) {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const secure = location.protocol === "https:" ? ";secure" : "";
  document.cookie = `${box.dataset.cookie}=${sorted.join(".")};path=${box.dataset.scope};max-age=31536000;samesite=lax${secure}`;
}

function show() {
  const mine = new Set(list());
  for (const session of document.querySelectorAll("[data-number]")) {
    session.querySelector(".star-button")?.setAttribute("aria-pressed", mine.has(session.dataset.number));
  }
  for (const count of document.querySelectorAll("[data-star-count]")) count.textContent = mine.size;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".star")) return;
  event.preventDefault();
  const number = event.target.elements.session.value;
  const mine = new Set(list());
  if (!mine.delete(number)) mine.add(number);
  keep(mine);
  show();
});

/** Hide what an address does not ask for. The server has done so already; a page from the store holds everything. */
function narrow() {
  const asked = new URLSearchParams(location.search);
  const isMine = location.pathname.endsWith("/mine/");
  const mine = new Set(list());
  for (const session of box.querySelectorAll(".session[data-number]")) {
    const { hall, track, kind, language, number } = session.dataset;
    const fits = (name, value) => !asked.get(name) || asked.get(name) === value;
    const speaks = !asked.get("language") || language.split(" ").includes(asked.get("language"));
    session.hidden = !(fits("hall", hall) && fits("track", track) && fits("kind", kind) && speaks) || (isMine && !mine.has(number));
  }
  for (const start of box.querySelectorAll(".start")) start.hidden = !start.querySelector(".session:not([hidden])");
  for (const day of box.querySelectorAll("[data-day]")) {
    day.hidden = Boolean(asked.get("day")) && asked.get("day") !== day.dataset.day;
  }
}

function tick() {
  const now = Date.now();
  for (const session of box.querySelectorAll(".session[data-number]")) {
    const [start, end] = [Date.parse(session.dataset.start), Date.parse(session.dataset.end)];
    session.classList.toggle("over", end <= now);
    const mark = session.querySelector(".now-mark");
    if (mark) mark.hidden = !(start <= now && now < end);
  }
}

function tellOffline() {
  for (const note of document.querySelectorAll("[data-offline]")) note.hidden = navigator.onLine;
}

show();
narrow();
tick();
tellOffline();
setInterval(tick, 60000);
addEventListener("online", tellOffline);
addEventListener("offline", tellOffline);

if ("serviceWorker" in navigator) {
  navigator.serviceWorker
    .register(box.dataset.worker, { scope: box.dataset.scope })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => {
      // what the page is drawn with is kept with it
      const drawn = performance.getEntriesByType("resource").map(({ name }) => name);
      active.postMessage({ keep: drawn.filter((name) => new URL(name).origin === location.origin && new URL(name).pathname.startsWith("/static/")) });
    })
    .catch(() => {}); // an old browser, or one that keeps nothing: the page itself works
}
