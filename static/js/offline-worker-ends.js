/* Served instead of offline-worker.js when verification without a network is switched off: takes
   away what was kept, and itself. */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const end = async () => {
    const names = await caches.keys();
    const ours = names.filter((name) => name.startsWith("otau-offline-"));
    await Promise.all(ours.map((name) => caches.delete(name)));
    await self.registration.unregister();
  };
  event.waitUntil(end());
});
