// Adds to pages that already work without it. Each part is fetched only by a page that has a use for it.
const moving = [
  '[data-module^="govuk-"]:not([data-module="govuk-button"], [data-module="govuk-skip-link"],'
    + ' [data-module="govuk-radios"], [data-module="govuk-checkboxes"])',
  '[data-module]:is([data-module="govuk-radios"], [data-module="govuk-checkboxes"])'
    + ':has([data-aria-controls], [data-behaviour="exclusive"])',
].join(", ");

document.body.classList.add("js-enabled", "govuk-frontend-supported");
if (document.querySelector(moving)) {
  import("./build/govuk-frontend.min.js").then((parts) => parts.initAll());
}
if (document.querySelector("form[data-draft]")) {
  import("./autosave.js");
}
