// Adds to pages that already work without it. What few pages need is fetched only by those.
const find = (selector) => document.querySelector(selector);

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// On a narrow screen the main navigation folds behind its button.
const toggle = find(".govuk-js-service-navigation-toggle");
if (toggle) {
  const menu = document.getElementById(toggle.getAttribute("aria-controls"));
  const wide = matchMedia("(min-width: 40.0625rem)");
  const show = (open) => {
    toggle.hidden = wide.matches;
    toggle.toggleAttribute("aria-hidden", wide.matches);
    toggle.setAttribute("aria-expanded", String(open));
    menu.hidden = !open && !wide.matches;
  };
  toggle.addEventListener("click", () => show(menu.hidden));
  wide.addEventListener("change", () => show(false));
  show(false);
}

// What went wrong, or was done just now, is where a screen reader starts.
const news = find(".govuk-error-summary, .govuk-notification-banner[role=alert]");
if (news) {
  news.tabIndex = -1;
  news.focus();
  news.addEventListener("blur", () => news.removeAttribute("tabindex"), { once: true });
}

// A link to a wrong answer shows its question too.
find(".govuk-error-summary")?.addEventListener("click", (event) => {
  const control = document.getElementById(event.target.hash?.slice(1));
  const question = control && (control.closest("fieldset")?.querySelector("legend") ?? control.labels?.[0]);
  if (question) {
    event.preventDefault();
    question.scrollIntoView();
    control.focus({ preventScroll: true });
  }
});

// The second press of a double press does nothing.
let pressed = { at: 0 };
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-prevent-double-click]");
  if (!button) return;
  if (button === pressed.button && event.timeStamp - pressed.at < 1000) {
    event.preventDefault();
  } else {
    pressed = { button, at: event.timeStamp };
  }
});

if (find("[data-module=govuk-character-count]")) import("./counting.js");
if (find("[data-module=govuk-password-input]")) import("./password.js");
if (find("form[data-draft]")) {
  let typed; // before the script that keeps it is here
  const note = (event) => (typed = event.target);
  document.addEventListener("input", note);
  import("./autosave.js").finally(() => {
    document.removeEventListener("input", note);
    typed?.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
try {
  if (localStorage.getItem("visit-notebook") !== null) {
    const leaving = import("./notebook_leaving.js");
    const signOut = find("form[action$='/sign-out']");
    signOut?.addEventListener("submit", (event) => {
      event.preventDefault(); // however early it is pressed, what is not sent is told first
      leaving.then(({ leave }) => leave(signOut), () => signOut.submit());
    });
  }
} catch {
  // a browser that keeps nothing has no notebook either
}
