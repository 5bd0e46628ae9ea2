// Says every half minute that the page of a criterion is open, and shows who else has it open.
// A page in the background says nothing, and one that is left says so.

const EVERY = 30000;
const line = document.querySelector("[data-here]");
const form = document.querySelector("[data-here-form]");

async function tell() {
  if (document.visibilityState === "hidden") {
    return;
  }
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  if (!answer.ok) {
    return;
  }
  const { here } = await answer.json();
  if (line.textContent !== here) {
    line.textContent = here;
    line.hidden = !here;
  }
}

function leave() {
  const gone = new FormData(form);
  gone.set("gone", "1");
  navigator.sendBeacon?.(form.action, gone);
}

if (form) {
  const again = () => tell().catch(() => {}); // the next time will do
  again();
  setInterval(again, EVERY);
  document.addEventListener("visibilitychange", again);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => event.persisted && again());
}
