// Shows the visit sheet where a page of ours does not come. It keeps that one page, which holds no
// name, and no other; what comes from the office it lets through as it is.
"use strict";

const KEPT = "hemao-sheet-VERSION";
const SHEET = "/sheet/";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add(new Request(SHEET, { cache: "no-cache" }))).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name.startsWith("hemao-sheet-") && name !== KEPT);
  event.waitUntil(caches.keys().then((names) => Promise.all(others(names).map((name) => caches.delete(name)))).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode !== "navigate" || request.method !== "GET") return;
  event.respondWith(fetch(request).catch(async (error) => {
    const kept = await caches.match(SHEET, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }));
});
