// The notebook as a page of this device: opened in one window at a time, kept so that it opens without a connection,
// and taken off again.

export const STAY = "This browser cannot open the page without a connection: leave it open during the visit.";
const READY = "Ready. This page opens on this device without a connection, for as long as your session lasts.";

// One window at a time: two would write over each other's letters.
export function alone(reference, then, otherwise) {
  if (!navigator.locks) return then();
  const held = (lock) => (lock ? new Promise(() => then()) : otherwise());
  return navigator.locks.request(`visit-notebook ${reference}`, { ifAvailable: true }, held);
}

// Says whether the page opens here without a connection. The worker that keeps it is fetched while there is one.
export async function readiness({ shelf, state, worker }) {
  if (!shelf || !navigator.serviceWorker) return STAY;
  try {
    if (state === "here") await navigator.serviceWorker.register(worker);
    await navigator.serviceWorker.ready;
    return READY;
  } catch {
    return STAY;
  }
}

// Says what came of it. Where the browser does not let a page copy, the text is marked for the person to do it.
export async function copy(text, box) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    box.focus();
    box.select();
    return "This browser does not copy by itself. The text is marked: copy it with its own menu or keys.";
  }
}

// Everything off this device: letters, key, page.
export async function takeOff(shelf) {
  await shelf.clear();
  const registration = await navigator.serviceWorker?.getRegistration(location.href);
  await registration?.unregister();
  for (const name of await caches.keys()) if (name.includes(` ${location.pathname} `)) await caches.delete(name);
}
