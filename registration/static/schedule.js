// The live schedule: an open page asks now and then whether it still shows what stands, and says so when it does not.
// Nothing moves under the reader: the new schedule comes when they follow the link.

const LOOK_AGAIN = 30_000;
const page = document.getElementById("schedule");

async function look() {
  const answer = await fetch(page.dataset.edition, { cache: "no-store" });
  if (answer.ok && !answer.redirected && (await answer.text()) !== page.dataset.shown) {
    document.getElementById("schedule-changed").hidden = false;
    return;
  }
  again(LOOK_AGAIN);
}

function again(wait) {
  setTimeout(() => {
    if (document.hidden) {
      again(LOOK_AGAIN);
    } else {
      look().catch(() => again(LOOK_AGAIN * 4));
    }
  }, wait);
}

if (page) {
  again(LOOK_AGAIN);
}
