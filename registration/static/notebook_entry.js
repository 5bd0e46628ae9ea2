// One note of the notebook as plain values: what stands in its fields, what the service is known to have, and what
// is under way. Nothing here touches the page, the browser's store or the line.
//
//   text      what stands in the box
//   facts     what stands in the smaller fields beside it, by name; only lessons have them
//   saved     the note as the service had it when we last heard: text, facts, version, at; version 0 for none
//   sending   what was sent and not answered yet, with its own key: sent again it counts once
//   newer     what was saved elsewhere meanwhile; the person chooses
//   refused   why the service does not take it; the text is given back
//   lesson    of something seen at a minute: the lesson it belongs to

import { kindOf, lacks } from "./notebook_kinds.js";

const NOTHING = { text: "", facts: {}, version: 0, at: "" };
const alike = (one, other) => (one ?? "").trim() === (other ?? "").trim();
const names = (...notes) => new Set(notes.flatMap(({ facts }) => Object.keys(facts ?? {})));
const same = (one, other) =>
  alike(one.text, other.text) && [...names(one, other)].every((name) => alike(one.facts?.[name], other.facts?.[name]));

// `fresh` when the page comes from the service just now: one that was kept here may be older than what was sent since.
export function entryOf(page, kept, fresh) {
  const saved = { ...NOTHING, ...page.mine };
  const entry = kept ?? { text: saved.text, saved, sending: null, newer: null, refused: "", view: crypto.randomUUID() };
  entry.code = page.code;
  entry.facts ??= { ...saved.facts };
  if (kept && fresh && !entry.sending) heard(entry, saved);
  return entry;
}

export const unsent = (entry) =>
  !entry.refused && Boolean(entry.sending || entry.newer || (changed(entry) && worthSending(entry)));
export const waits = (entry) => Boolean(entry.newer || entry.refused);

function changed(entry) {
  return !same(entry, entry.saved);
}

// An emptied box takes nothing away. The sheet of a lesson says enough by its facts.
function worthSending(entry) {
  return entry.text.trim() || kindOf(entry.code) === "lesson";
}

// What the service says it has. Where only one side wrote, that is taken over; where both did, the person chooses.
function heard(entry, saved) {
  if (saved.version === entry.saved.version) return;
  const text = joined(entry.text, entry.saved.text, saved.text);
  const facts = {};
  for (const name of names(entry, saved))
    facts[name] = joined(entry.facts[name], entry.saved.facts?.[name], saved.facts?.[name]);
  entry.text = text.stands;
  entry.facts = Object.fromEntries(Object.entries(facts).map(([name, one]) => [name, one.stands]));
  if ([text, ...Object.values(facts)].some(({ both }) => both)) {
    entry.newer = saved;
  } else {
    entry.saved = saved;
    entry.newer = null;
  }
}

// One field: what is to stand in it, and whether both sides changed it, each in its own way.
function joined(mine, base, theirs) {
  if (alike(mine, base)) return { stands: theirs ?? "" };
  return { stands: mine, both: !alike(mine, theirs) && !alike(theirs, base) };
}

// What to send now: the same again while its answer is missing. Null when there is nothing to send. What still lacks
// something waits for it, unless the case is `closed`: then the service says why nothing is taken any more.
export function toSend(entry, draft, closed) {
  if (entry.newer || entry.refused || !unsent(entry)) return null;
  if (!entry.sending && lacks(entry) && !closed) return null;
  const { text, facts, lesson, saved } = entry;
  entry.sending ??= { id: crypto.randomUUID(), text, facts: { ...facts }, lesson, version: saved.version, draft };
  return entry.sending;
}

export function taken(entry, saved) {
  const sent = entry.sending;
  entry.sending = null;
  if (same(sent, saved)) {
    entry.saved = saved;
  } else {
    entry.saved = { ...entry.saved, text: sent.text, facts: sent.facts }; // it came there, and was changed elsewhere since
    heard(entry, saved);
  }
}

export function overtaken(entry, saved) {
  entry.sending = null;
  heard(entry, saved);
}

export function refused(entry, sentence) {
  entry.sending = null;
  entry.refused = sentence;
}

// What the person chose: "ours", "theirs" or "both". Of facts that differ, “both” keeps one's own.
export function choose(entry, how) {
  const { newer } = entry;
  entry.saved = newer;
  entry.newer = null;
  if (how === "theirs") [entry.text, entry.facts] = [newer.text, { ...newer.facts }];
  if (how === "both" && !alike(entry.text, newer.text)) {
    entry.text = [newer.text, entry.text].map((text) => text.trim()).filter(Boolean).join("\n\n");
  }
}

export function typed(entry, text, facts) {
  entry.text = text;
  entry.facts = { ...entry.facts, ...facts };
  entry.refused = "";
}

// Given back and taken away by the person: what the service has stands again.
export function drop(entry) {
  const { text, facts } = entry.saved;
  Object.assign(entry, { text, facts: { ...facts }, sending: null, newer: null, refused: "" });
}
