// Keeps an event's programme on the phone: asks the network first, and where there is none gives what was kept.
// self.KEPT says which; it stands above this text, see conference/programme/views.py.

const { name, version, page, mine } = self.KEPT;
const NAME = `${name}-${version}`;
const PATIENCE = 4000; // a hall full of people has a network that answers late or never

async function keepPages() {
  const cache = await caches.open(NAME);
  await Promise.all([page, mine].map(async (address) => {
    const response = await fetch(address, { cache: "reload" });
    if (response.ok) await cache.put(address, response);
  }));
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((one) => one.startsWith(`${name}-`) && one !== NAME).map((one) => caches.delete(one)));
  await self.clients.claim();
}

const late = () => new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE));

async function fromNetwork(request) {
  const response = await Promise.race([fetch(request), late()]);
  if (response.ok && response.type === "basic") {
    const cache = await caches.open(NAME);
    await cache.put(request, response.clone());
  }
  return response;
}

/** Without a network: the page itself, or the whole programme, which finds in the address what of it is asked for. */
async function fromStore(request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(request, { ignoreVary: true }) ?? (await cache.match(request, { ignoreSearch: true, ignoreVary: true }));
  if (kept) return kept;
  const session = /\/sessions\/(\d+)\/$/.exec(new URL(request.url).pathname);
  if (request.mode === "navigate" && session) return Response.redirect(`${page}#s${session[1]}`);
  return request.mode === "navigate" ? (await cache.match(page, { ignoreVary: true })) ?? Response.error() : Response.error();
}

async function answer(request) {
  try {
    return await fromNetwork(request);
  } catch {
    return fromStore(request);
  }
}

/** Files under hashed names never change. */
async function fixed(request) {
  const kept = await caches.match(request);
  return kept ?? fetch(request);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepPages());
});
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", (event) => {
  const addresses = event.data?.keep ?? [];
  event.waitUntil(caches.open(NAME).then((cache) => Promise.all(addresses.map(async (address) => {
    if (!(await cache.match(address))) await cache.add(address).catch(() => {});
  }))));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(fixed(request));
  else if (request.mode === "navigate" && pathname.startsWith(page)) event.respondWith(answer(request));
});
