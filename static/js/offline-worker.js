/* Keeps the page that verifies without a network, in both languages, with all it needs. The server
   puts OFFLINE before this text: {version, addresses}. Keys and lists are the page's own matter,
   which looks at them before it keeps them. Nobody's cookies are sent along. */
const CACHE = `otau-offline-${OFFLINE.version}`;
const DATA = "otau-offline-data";

const fetched = async (address) => {
  const response = await fetch(address, { credentials: "omit", cache: "no-cache", redirect: "error" });
  if (!response.ok) throw new Error(`${response.status} of ${address}`);
  return response;
};

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    const put = async (address) => cache.put(address, await fetched(address));
    await Promise.all(OFFLINE.addresses.map(put));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    const gone = names.filter((name) => name.startsWith("otau-offline-") && name !== CACHE && name !== DATA);
    await Promise.all(gone.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

/* Any cache of ours: the workers of the two languages become new one after the other. */
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/.well-known/")) return;
  const kept = caches.match(url.pathname, { ignoreVary: true });
  event.respondWith(kept.then((found) => found || fetch(event.request)));
});
