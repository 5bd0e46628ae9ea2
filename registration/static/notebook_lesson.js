// The sheets of lessons in the notebook: cards with a clock, and under it what was seen at which minute.

import { copyOf, drawEntry, element, part, said, show, write } from "./notebook_drawing.js";
import { clockInWords, inWords, minuteOf, placeOf, titleOf } from "./notebook_kinds.js";

export function drawLesson(code) {
  const card = copyOf("lesson");
  card.id = placeOf(code);
  card.dataset.code = code;
  const drawn = drawEntry(code);
  part(card, "sheet").append(drawn);
  document.getElementById("own-lessons").append(card);
  return drawn;
}

export function drawMark(code, lesson) {
  const drawn = drawEntry(code);
  drawn.classList.add("app-notebook-mark");
  part(document.getElementById(placeOf(`lesson:${lesson}`)), "marks").append(drawn);
  return drawn;
}

// Lessons that others of the team observed: to be read.
export function drawObserved(lessons) {
  const cards = lessons.map(({ observer, mine, marks }) => {
    const card = element("section", "");
    card.className = "app-card";
    const title = element("h3", titleOf(mine.facts));
    title.className = "govuk-heading-s";
    const seen = marks.map((mark) => said(`Minute ${mark.mine.facts.minute}`, mark.mine.text));
    card.append(title, said(observer, inWords("lesson", mine)), ...seen);
    return card;
  });
  document.getElementById("others-lessons").replaceChildren(...cards);
}

// What a card says of its lesson: its name, its clock, and what can be pressed.
export function tellLesson(entry, drawn, { ahead, closed, marks }) {
  const card = drawn.closest(".app-card");
  const title = titleOf(entry.facts);
  write(part(card, "title"), title);
  write(part(card, "clock"), clockInWords(entry.facts, ahead));
  write(part(drawn, "on"), ` in ${title}`);
  show(part(card, "begin"), !entry.facts.began && !closed);
  show(part(card, "add"), !closed);
  for (const mark of marks) write(part(mark, "on"), ` in ${title}`);
  for (const name of card.querySelectorAll("[data-part=of]")) write(name, `: ${title}`);
}

// The minute at which the first letter of a mark is typed, unless one is there already or the clock does not run.
export function stamp(lesson, drawn, facts, ahead) {
  const minute = minuteOf(lesson.facts, ahead);
  if (facts.minute || minute === null) return;
  facts.minute = String(minute);
  drawn.querySelector("[name=minute]").value = facts.minute;
}
