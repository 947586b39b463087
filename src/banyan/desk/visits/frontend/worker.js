// Keeps the page on which visits are recorded, so that it opens without signal, and sends what
// waits where the browser has background sync. It keeps nothing of anybody: the kept page is the
// empty form.
import { CHANGED, PAGE, sendWaiting } from "./sending.js";

const CACHE = "banyan-visits";
const KEPT = `${PAGE}kept/`;
const PATIENCE = 5000; // milliseconds, after which a weak signal counts as none

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(KEPT)));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** What the page says that it is made of is kept, and what is of an older one is not. */
async function keep(urls) {
  const cache = await caches.open(CACHE);
  const wanted = new Set([KEPT, ...urls]);
  await Promise.all([...wanted].map((url) => cache.add(url).catch(() => {})));
  for (const request of await cache.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

self.addEventListener("message", (event) => {
  if (!event.data?.keep) return;
  event.waitUntil(keep(event.data.keep).then(() => event.source?.postMessage({ kept: true })));
});

async function opened(request) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  try {
    return await Promise.race([fetch(request), late]);
  } catch {
    return (await caches.match(KEPT)) ?? Response.error();
  }
}

async function loaded(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === PAGE) event.respondWith(opened(request));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(loaded(request));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === CHANGED) event.waitUntil(sendWaiting());
});
