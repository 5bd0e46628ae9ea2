// Dragging rows of the agenda, in addition to the buttons and the boxes: a drop only changes the numbers in the boxes,
// and the form is saved as it is without scripts.

const body = document.querySelector("tr[data-item]")?.parentElement;
const said = document.getElementById("dragged");

function rows() {
  return [...body.querySelectorAll("tr[data-item]")];
}

function renumber() {
  rows().forEach((row, index) => {
    row.querySelector("input[name^=place_]").value = String(index + 1);
  });
}

function handleFor(row) {
  const handle = document.createElement("span");
  handle.textContent = "⠿";
  handle.setAttribute("aria-hidden", "true");
  handle.title = "Drag to another place";
  Object.assign(handle.style, { cursor: "grab", touchAction: "none", padding: "0 .5rem", fontSize: "1.5rem" });
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    row.style.opacity = "0.5";
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) {
      return;
    }
    const behind = rows().find((other) => {
      const box = other.getBoundingClientRect();
      return other !== row && event.clientY < box.top + box.height / 2;
    });
    body.insertBefore(row, behind ?? null);
  });
  const drop = () => {
    if (row.style.opacity) {
      row.style.opacity = "";
      renumber();
      const name = row.querySelector("th").textContent.trim();
      said.textContent = `${name} is now number ${rows().indexOf(row) + 1}. Not saved yet.`;
    }
  };
  handle.addEventListener("pointerup", drop);
  handle.addEventListener("pointercancel", drop);
  return handle;
}

if (body) {
  rows().forEach((row) => row.querySelector("td").prepend(handleFor(row)));
  document.getElementById("by-hand").hidden = false;
}
