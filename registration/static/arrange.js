// Dragging rows of the agenda, in addition to the buttons and the boxes: a drop only changes the numbers in the boxes,
// and the form is saved as it is without scripts. A row moves when it is dropped and not before: a row that is taken
// out of the page while a finger is on it would lose the finger.

const body = document.querySelector("tr[data-item]")?.parentElement;
const said = document.getElementById("dragged");

function rows() {
  return [...body.querySelectorAll("tr[data-item]")];
}

// The row before which a drop at this height puts another; none: behind the last.
function behindAt(height) {
  return rows().find((row) => {
    const box = row.getBoundingClientRect();
    return height < box.top + box.height / 2;
  });
}

function mark(target) {
  for (const row of rows()) {
    row.style.boxShadow = row === target ? "inset 0 4px currentColor" : "";
  }
}

function drop(row, height) {
  const behind = behindAt(height);
  if (behind !== row) {
    body.insertBefore(row, behind ?? null);
  }
  rows().forEach((each, index) => {
    each.querySelector("input[name^=place_]").value = String(index + 1);
  });
  const name = row.querySelector("th").textContent.trim();
  said.textContent = `${name} is now number ${rows().indexOf(row) + 1}. Not saved yet.`;
}

function handleFor(row) {
  const handle = document.createElement("span");
  handle.textContent = "⠿";
  handle.setAttribute("aria-hidden", "true");
  handle.title = "Drag to another place";
  Object.assign(handle.style, {
    cursor: "grab", touchAction: "none", userSelect: "none", padding: "0 .5rem", fontSize: "1.5rem",
  });
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    row.style.opacity = "0.5";
  });
  handle.addEventListener("pointermove", (event) => {
    if (row.style.opacity) {
      mark(behindAt(event.clientY));
    }
  });
  const end = (event) => {
    if (!row.style.opacity) {
      return;
    }
    row.style.opacity = "";
    mark(null);
    if (event.type === "pointerup") {
      drop(row, event.clientY);
    }
  };
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", end);
  return handle;
}

if (body) {
  rows().forEach((row) => row.querySelector("td").prepend(handleFor(row)));
  document.getElementById("by-hand").hidden = false;
}
