// Has the phone keep the map, and says so; says as well when there is no network and how old the map is.

export async function keep(worker, place, words) {
  const theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie);
  if (theme) document.documentElement.dataset.theme = theme[1]; // a kept page was drawn without knowing the reader
  let isKept = false;
  function say() {
    const text = navigator.onLine ? (isKept ? words.kept : "") : words.offline;
    place.textContent = text;
    place.hidden = !text;
    place.classList.toggle("is-offline", !navigator.onLine);
  }
  addEventListener("online", say);
  addEventListener("offline", say);
  say();
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(worker).catch(() => null);
  if (!registration && !navigator.serviceWorker.controller) return;
  (await navigator.serviceWorker.ready).active.postMessage("pictures");
  isKept = true;
  say();
}
