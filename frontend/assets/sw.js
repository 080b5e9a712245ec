// Keeps the program available without a network. It knows files and the page, never what the program asks of the API.
//
// The version is the hash of the page and of the list: a new build is a new cache. The one before it stays: a page that is
// still open has parts to load that the new server does not have. The next navigation gets the new page.

const VERSION = "{{version}}";
const ASSETS = {{assets}};

const CACHE = `tavoliere-${VERSION}`;
const PAGE = "/";
const PATIENCE_MS = 2500;
// Addresses that the server alone answers, also when a person types them.
const NEVER = ["/graphql", "/api/", "/account/", "/calendars/", "/healthz", "/readyz", "/schema", "/sviluppatori/console"];

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (NEVER.some((address) => pathname.startsWith(address))) return;
  if (pathname.startsWith("/assets/")) {
    event.respondWith(asset(request));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request));
  }
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([new Request(PAGE, { cache: "reload" }), ...ASSETS]);
}

// Caches are named in the order in which they were made.
async function dropOthers() {
  const others = (await caches.keys()).filter((name) => name.startsWith("tavoliere-") && name !== CACHE);
  for (const name of others.slice(0, -1)) await caches.delete(name);
}

// A name carries its content's hash: what is kept is what would be sent.
async function asset(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request.url)) ?? (await caches.match(request.url)) ?? fetch(request);
}

// The server's page if it answers soon, else the one that is kept: every address is the same page.
async function page(request) {
  const kept = await (await caches.open(CACHE)).match(PAGE);
  if (!kept) return fetch(request);
  const network = fetch(request).then((answer) => (answer.ok ? answer : kept.clone()));
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept.clone()));
  return Promise.race([network.catch(() => kept), patience]);
}
