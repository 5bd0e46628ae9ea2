// Small pieces of the notebook's page, put together from plain values. Text is only ever set as text.

export const part = (where, name) => where.querySelector(`[data-part=${name}]`);

export function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

// What stands is left alone: a screen reader would say it again.
export function write(block, text) {
  if (block.textContent !== text) block.textContent = text;
}

export function show(block, wanted) {
  block.hidden = !wanted;
}

export function drawOthers(drawn, notes) {
  const shown = notes.map((note) => {
    const block = element("div", "");
    const text = element("p", note.text);
    text.className = "govuk-body app-prose";
    text.dir = "auto";
    const who = element("p", `${note.name}, ${note.at}`);
    who.className = "app-meta";
    block.append(who, text);
    return block;
  });
  part(drawn, "others").replaceChildren(...shown);
}

export function drawSchedule(agenda) {
  const about = (item) => [item.title, `${item.minutes} minutes`, item.when, item.meet && `to meet: ${item.meet}`,
    item.observe && `to see: ${item.observe}`, item.criteria && `for ${item.criteria}`];
  const items = agenda.map((item) => element("li", about(item).filter(Boolean).join("; ")));
  const schedule = document.getElementById("schedule");
  schedule.querySelector("ol").replaceChildren(...items);
  schedule.hidden = !items.length;
}
