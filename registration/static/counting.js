// Says under a box with a limit how much room is left: at once to the eye, and after a pause to a screen reader.

const PAUSE = 1000;

function count(place) {
  const box = place.querySelector("textarea");
  const most = Number(place.dataset.maxlength);
  const from = (most * Number(place.dataset.threshold ?? 0)) / 100;
  const limit = place.querySelector(".govuk-character-count__message");
  const seen = document.createElement("div");
  const heard = document.createElement("div");
  const wrong = place.querySelector(".govuk-error-message");
  let timer = 0;

  const words = () => {
    const left = most - box.value.length;
    const characters = Math.abs(left) === 1 ? "character" : "characters";
    return `You have ${Math.abs(left).toLocaleString("en-GB")} ${characters} ${left < 0 ? "too many" : "remaining"}`;
  };
  const tell = () => {
    heard.textContent = box.value.length < from ? "" : words();
  };
  const show = () => {
    const over = box.value.length > most;
    seen.textContent = words();
    seen.className = `govuk-character-count__message ${over ? "govuk-error-message" : "govuk-hint"}`;
    seen.classList.toggle("govuk-character-count__message--disabled", box.value.length < from);
    if (!wrong) box.classList.toggle("govuk-textarea--error", over);
  };

  heard.className = "govuk-visually-hidden";
  heard.setAttribute("aria-live", "polite");
  seen.setAttribute("aria-hidden", "true");
  limit.classList.add("govuk-visually-hidden");
  box.after(limit, seen, heard);
  box.removeAttribute("maxlength");
  box.addEventListener("input", () => {
    show();
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  });
  window.addEventListener("pageshow", show);
  show();
}

for (const place of document.querySelectorAll("[data-module=govuk-character-count]")) count(place);
