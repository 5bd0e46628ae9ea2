// The clock of a lesson: shows its minute, and stamps a note with the one at which its first letter was typed.
// Without scripts a note gets the minute at which it arrives. The minute can be typed over in either case.

const clock = document.getElementById("lesson-clock");
const box = document.querySelector("form textarea[name=text]");
const minute = document.querySelector("form [name=minute]");

const opened = Date.now();
const now = () => Math.floor((Number(clock.dataset.seconds) + (Date.now() - opened) / 1000) / 60);

function show() {
  const planned = Number(clock.dataset.minutes);
  clock.textContent = now() <= planned ? `Minute ${now()} of ${planned}` : `Minute ${now()}, ${now() - planned} past the end`;
}

if (clock) {
  show();
  setInterval(show, 5000);
  box?.addEventListener("input", () => {
    if (!minute.value && box.value.trim()) minute.value = now();
    else if (!box.value.trim()) minute.value = "";
  });
}
