// Keeps one fair's map on the phone. With a network the page comes fresh; without one, or where it is too slow, as it was kept.
// self.KEPT says what belongs to it; it stands above this text, see fairs/fairmap/views.py.

const { version, page, copy, files, pictures, picturesBelow } = self.KEPT;
const NAME = `map-${page}-${version}`;
const PICTURES = `map-${page}-pictures`;
const KEPT = new Set(files);
const SLOW_MS = 4000;

async function keep() {
  const cache = await caches.open(NAME);
  await Promise.all(files.map(async (address) => {
    const response = (await caches.match(address)) || (await fetch(address)); // a hashed name never changes what it names
    if (!response.ok) throw new Error(`${response.status} ${address}`);
    await cache.put(address, response);
  }));
  const response = await fetch(copy, { cache: "reload", credentials: "omit" }); // as a stranger sees it: nobody's name is kept
  if (!response.ok) throw new Error(`${response.status} ${copy}`);
  await cache.put(page, response);
  await self.skipWaiting();
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(`map-${page}-`) && name !== NAME && name !== PICTURES).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Pictures are kept one after the other, and none where the reader saves data: the map is whole without them. */
async function keepPictures() {
  if (self.navigator.connection?.saveData) return;
  const cache = await caches.open(PICTURES);
  for (const address of pictures) {
    if (await cache.match(address)) continue;
    const response = await fetch(address).catch(() => null);
    if (!response) return;
    if (response.ok) await cache.put(address, response);
  }
}

async function pageOf(request) {
  const kept = async () => (await caches.open(NAME)).match(page);
  const slow = new Promise((resolve) => { setTimeout(async () => resolve(await kept()), SLOW_MS); });
  const fresh = fetch(request).then((response) => (response.status < 500 ? response : kept()), kept);
  return (await Promise.race([fresh, slow])) ?? (await fresh) ?? Response.error();
}

async function pictureOf(request) {
  const cache = await caches.open(PICTURES);
  const found = await cache.match(request.url);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(request.url, response.clone());
  return response;
}

async function fileOf(request, path) {
  return (await (await caches.open(NAME)).match(path)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", (event) => {
  if (event.data === "pictures") event.waitUntil(keepPictures());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === page) event.respondWith(pageOf(request));
  else if (KEPT.has(pathname)) event.respondWith(fileOf(request, pathname));
  else if (pathname.startsWith(picturesBelow)) event.respondWith(pictureOf(request));
});
