// A button shows what was typed as a password, and hides it again before it is sent or left.

for (const place of document.querySelectorAll("[data-module=govuk-password-input]")) {
  const box = place.querySelector("input");
  const button = place.querySelector("button");
  const said = document.createElement("div");

  const set = (shown) => {
    box.type = shown ? "text" : "password";
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-label", shown ? "Hide password" : "Show password");
  };

  said.className = "govuk-visually-hidden";
  said.setAttribute("aria-live", "polite");
  box.after(said);
  button.hidden = false;
  button.addEventListener("click", () => {
    set(box.type === "password");
    said.textContent = box.type === "text" ? "Your password is visible" : "Your password is hidden";
  });
  box.form?.addEventListener("submit", () => set(false));
  window.addEventListener("pageshow", (event) => event.persisted && set(false));
}
