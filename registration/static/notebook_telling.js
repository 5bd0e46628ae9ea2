// What the notebook says of itself: one line for the whole of it, and the state of each note.

import { element, fields, part, show, write } from "./notebook_drawing.js";
import * as entries from "./notebook_entry.js";
import { inWords, kindOf, lacks } from "./notebook_kinds.js";

export const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

const SENT = "Every note is sent.";

// The first line: how many notes are not sent, which wait for the person, and how the line stands.
export function inOneLine({ unsent, given, choosing, closed, state, keeps }) {
  const sentences = unsent ? [`${plural(unsent, "note is", "notes are")} not sent yet.`] : given ? [] : [SENT];
  if (given) sentences.push(`${plural(given, "note was", "notes were")} not added; the text is given back below.`);
  if (choosing) sentences.push(`${plural(choosing, "note waits", "notes wait")} for you to choose between two texts.`);
  if (closed && !given) sentences.push(closed);
  if (state === "none") sentences.push(unsent ? whereKept(keeps) : "There is no connection; go on writing.");
  if (state === "out") sentences.push("You are signed out. Sign in again on this device, and what waits is sent.");
  return sentences.join(" ");
}

// That line on the page, with a link to the first note that waits for the person, or to where they sign in again.
export class FirstLine {
  constructor(block, signIn) {
    this.block = block;
    this.signIn = signIn;
  }

  say(sentence, { waiting, out } = {}) {
    const [words, place] = out ? ["Sign in", this.signIn] : waiting ? ["Go to the note", `#${waiting.id}`] : [];
    if (this.said === `${sentence} ${place}`) return; // a screen reader would say it again
    this.said = `${sentence} ${place}`;
    this.block.textContent = sentence;
    this.block.classList.toggle("app-notebook-line--waiting", !sentence.startsWith(SENT));
    if (!place) return;
    const link = element("a", words);
    link.href = place;
    this.block.append(" ", link);
  }
}

// Why there is no book to draw.
export function whyNot(state) {
  if (state === "gone") return "You can no longer see this case. Nothing was changed.";
  return "The notebook is locked. Sign in here when there is a connection: what was not sent is still kept, and opens then.";
}

function whereKept(keeps) {
  if (!keeps) return "There is no connection, and this browser keeps nothing: leave this page open until it is back.";
  return "There is no connection: what waits is kept on this device, locked, and sent when it is back.";
}

export function tellEntry(entry, drawn, closed) {
  const kind = kindOf(entry.code);
  for (const field of fields(drawn)) {
    const text = field.name === "text" ? entry.text : (entry.facts[field.name] ?? "");
    if (field.value !== text && document.activeElement !== field) field.value = text;
    field.readOnly = Boolean(closed);
  }
  show(part(drawn, "newer"), entry.newer);
  show(part(drawn, "given"), entry.refused);
  write(part(drawn, "sentence"), entry.refused);
  write(part(drawn, "saved-at"), entry.newer?.at ? `on ${entry.newer.at}` : "");
  write(part(drawn, "theirs"), entry.newer ? inWords(kind, entry.newer) : "");
  write(part(drawn, "ours"), entry.newer ? inWords(kind, entry) : "");
  write(part(drawn, "state"), entries.waits(entry) ? "" : stateOf(entry));
}

function stateOf(entry) {
  if (entries.unsent(entry)) return lacks(entry) ? `Not sent yet: ${lacks(entry)}` : "Not sent yet.";
  if (!entry.saved.version) return "";
  return entry.saved.at ? `Saved on ${entry.saved.at}.` : "Saved.";
}

// Everything there is in a field, for a clipboard.
export const wordsOf = (entry) => inWords(kindOf(entry.code), entry);
