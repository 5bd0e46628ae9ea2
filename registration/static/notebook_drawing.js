// Small pieces of the notebook's page, put together from plain values. Text is only ever set as text.

import { kindOf, placeOf } from "./notebook_kinds.js";

export const part = (where, name) => where.querySelector(`[data-part=${name}]`);
export const copyOf = (template) => document.getElementById(template).content.firstElementChild.cloneNode(true);
export const fields = (drawn) => [...drawn.querySelectorAll("[name]")];

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

// Where one note is written: its facts, its box, and what is told of it. The service gives the words in templates.
export function drawEntry(code) {
  const drawn = copyOf("entry");
  const own = document.getElementById(`facts-${kindOf(code)}`);
  if (own) part(drawn, "facts").append(own.content.cloneNode(true));
  drawn.dataset.code = code;
  drawn.id = `${placeOf(code)}-note`;
  for (const field of fields(drawn)) {
    const [label, hint] = [`label[for=${field.id}]`, `#${field.id}-hint`].map((found) => drawn.querySelector(found));
    field.id = `${placeOf(code)}-${field.name}`;
    label.htmlFor = field.id;
    if (hint) hint.id = `${field.id}-hint`;
    if (hint) field.setAttribute("aria-describedby", hint.id);
  }
  const words = document.getElementById(`words-${kindOf(code)}`).dataset;
  part(drawn, "label").textContent = words.label;
  part(drawn, "hint").textContent = words.hint;
  return drawn;
}

export function drawCriterion(page) {
  const card = copyOf("criterion");
  card.id = placeOf(page.code);
  part(card, "title").textContent = `${page.code} ${page.title}`;
  part(card, "planned").hidden = !page.planned;
  part(card, "requirement").textContent = page.requirement;
  part(card, "prompts").append(...page.prompts.map((text) => element("li", text)));
  card.querySelector("details").hidden = !page.prompts.length;
  const drawn = drawEntry(page.code);
  part(drawn, "on").textContent = ` on ${page.code}`;
  card.append(drawn);
  document.getElementById("entries").append(card);
  return drawn;
}

export function drawSample(sample) {
  const card = copyOf("sample");
  card.id = placeOf(sample.code);
  part(card, "title").textContent = sample.subject;
  part(card, "drawn").textContent = `Drawn from ${sample.population}: ${sample.drawn}.`;
  const drawn = drawEntry(sample.code);
  part(drawn, "on").textContent = `: ${sample.subject}`;
  card.append(drawn);
  document.getElementById("samples").append(card);
  return drawn;
}

export function drawOthers(drawn, notes) {
  const shown = notes.map(({ name, at, text }) => said(`${name}, ${at}`, text));
  part(drawn.closest(".app-card"), "others").replaceChildren(...shown);
}

export function said(who, text) {
  const block = element("div", "");
  const meta = element("p", who);
  meta.className = "app-meta";
  const words = element("p", text);
  words.className = "govuk-body app-prose";
  words.dir = "auto";
  block.append(meta, words);
  return block;
}

export function drawSchedule(agenda) {
  const about = (item) => [item.title, `${item.minutes} minutes`, item.when, item.meet && `to meet: ${item.meet}`,
    item.observe && `to see: ${item.observe}`, item.criteria && `for ${item.criteria}`];
  const items = agenda.map((item) => element("li", about(item).filter(Boolean).join("; ")));
  const schedule = document.getElementById("schedule");
  schedule.querySelector("ol").replaceChildren(...items);
  schedule.hidden = !items.length;
}
