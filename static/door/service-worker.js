// Keeps the scanner page on the phone, all of one version, and serves it from there first, so that it opens without a network.
// self.SHELL says what belongs to it; it stands above this text, see ticketing/door/views.py.

const { version, page, pages, workers, files } = self.SHELL;
const NAME = `door-${version}`;
const KEPT = new Set([...pages, ...workers, ...files]);

async function keep() {
  const cache = await caches.open(NAME);
  const take = async (address) => {
    const before = files.includes(address) && (await caches.match(address)); // a hashed name never changes what it names
    const response = before || (await fetch(address, { cache: files.includes(address) ? "default" : "reload" }));
    if (!response.ok) throw new Error(`${response.status} ${address}`);
    await cache.put(address, response);
  };
  await Promise.all([...KEPT].map(take));
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("door-") && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(address, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(address)) ?? fetch(request);
}

/** Return under which name a request is kept, or null. A pairing link opens the same page; its token is behind the #. */
function nameOf(request) {
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return null;
  const name = (request.mode === "navigate" && pathname === `${page}pair` ? page : pathname) + search;
  return KEPT.has(name) ? name : null;
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name) event.respondWith(kept(name, event.request));
});
self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting(); // the page says so while its camera is off
});
