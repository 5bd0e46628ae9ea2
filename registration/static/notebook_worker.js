// The service worker of one page: the visit notebook. It keeps that page and its files, so that it opens without a
// line, and nothing else: the case itself never comes here. TOLD, put before this text, names the edition and files.

const PAGE = new URL("./", location.href).pathname;
const SHELF = `visit-notebook ${PAGE} `;
const PATIENCE = 4000; // after so many milliseconds a line is as good as none

addEventListener("install", (event) => {
  const all = [PAGE, ...TOLD.files].map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(SHELF + TOLD.edition).then((shelf) => shelf.addAll(all)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const former = (name) => name.startsWith(SHELF) && name !== SHELF + TOLD.edition;
  const clear = async () => {
    for (const name of (await caches.keys()).filter(former)) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(clear());
});

// What the service says comes first; what is kept only when it says nothing, or that it cannot.
async function answerTo(request) {
  const shelf = await caches.open(SHELF + TOLD.edition);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status < 500) return answer;
  } catch {
    // no line
  }
  const kept = await shelf.match(request.url, { ignoreVary: true, ignoreSearch: true });
  return kept ?? Response.error();
}

addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method === "GET" && origin === location.origin && [PAGE, ...TOLD.files].includes(pathname)) {
    event.respondWith(answerTo(event.request));
  }
});
