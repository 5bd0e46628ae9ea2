// The page of somebody who waits: looks again every two seconds without taking the page, or the focus, away.
// Without scripts the page reloads itself instead.

const LOOK_AGAIN = 2000;
const shown = () => document.querySelector("main");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.redirected) {
    location.assign(answer.url);
    return;
  }
  if (!answer.ok) {
    throw new Error(`The page answered ${answer.status}.`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main");
  const ended = fresh.querySelector("progress") === null;
  if (ended) {
    shown().replaceWith(fresh);
    document.title = page.title;
    const heading = fresh.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
    return;
  }
  shown().querySelector("progress").value = fresh.querySelector("progress").value;
  shown().querySelector("[role=status]").textContent = fresh.querySelector("[role=status]").textContent;
  setTimeout(again, LOOK_AGAIN);
}

function again() {
  look().catch(() => setTimeout(again, LOOK_AGAIN * 5));
}

if (shown().querySelector("progress")) {
  setTimeout(again, LOOK_AGAIN);
}
