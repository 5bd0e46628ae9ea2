// The workspace of one criterion: evidence is shown and reasons are inserted without leaving the page, so that what is
// typed, where it was scrolled and where the cursor stood remain. Without scripts the same buttons load the page again.

const A_MINUTE = 60000;
const form = document.querySelector("form[data-draft]");

async function show(button) {
  const sent = new FormData(form, button);
  const answer = await fetch(location.href, { method: "POST", body: sent });
  if (!answer.ok || answer.redirected) {
    throw new Error(`The page answered ${answer.status}.`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("#cited")?.replaceWith(page.querySelector("#cited"));
  for (const name of ["marking", "notes_seen"]) {
    form.elements[name].value = page.querySelector(`[name=${name}]`).value;
  }
  const kept = page.querySelector("[name=notes]").value;
  if (kept.length > form.elements.notes.value.length) {
    form.elements.notes.value = kept; // another window had added to them
  }
  document.querySelector("#in-view")?.focus();
}

function insert(button) {
  const box = form.elements.rationale;
  const text = button.closest("li").querySelector("p").textContent;
  const end = box.value.length;
  box.setRangeText(end && !box.value.endsWith("\n") ? `\n${text}` : text, end, end, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

form?.addEventListener("click", (event) => {
  const button = event.target.closest("button[name]");
  if (button?.name === "reason") {
    event.preventDefault();
    insert(button);
  } else if (button?.name === "show" || button?.name === "keep") {
    event.preventDefault();
    show(button).catch(() => form.requestSubmit(button));
  }
});

function count() {
  if (document.visibilityState === "visible") {
    const minute = new FormData();
    minute.set("csrf_token", form.elements.csrf_token.value);
    fetch(`${location.pathname}/minute`, { method: "POST", body: minute }).catch(() => {}); // the next will do
  }
}

if (form) {
  setInterval(count, A_MINUTE);
}
