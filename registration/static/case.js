// On a narrow screen the pages of a case stand in one row that scrolls: brings the present one into view.
const row = document.querySelector(".app-case__pages");
const here = row?.querySelector("[aria-current]");
if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
