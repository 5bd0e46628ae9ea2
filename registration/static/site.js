// Adds to pages that already work without it.
import { initAll } from "./build/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

if (document.querySelector("form[data-draft]")) {
  import("./autosave.js");
}
