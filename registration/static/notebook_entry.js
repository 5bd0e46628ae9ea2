// One criterion of the notebook as plain values: what stands in the box, what the service is known to have, and what
// is under way. Nothing here touches the page, the browser's store or the line.
//
//   text      what stands in the box
//   saved     the note as the service had it when we last heard: text, version, at; version 0 for none
//   sending   what was sent and not answered yet, with its own key: sent again it counts once
//   newer     a text that was saved elsewhere meanwhile; the person chooses
//   refused   why the service does not take it; the text is given back

const NOTHING = { text: "", version: 0, at: "" };
const same = (one, other) => one.trim() === other.trim();

export function entryOf(page, kept) {
  const saved = page.mine ?? NOTHING;
  const entry = kept ?? { text: saved.text, saved, sending: null, newer: null, refused: "", view: crypto.randomUUID() };
  entry.code = page.code;
  if (kept && !entry.sending) heard(entry, saved);
  return entry;
}

export const unsent = (entry) =>
  !entry.refused && Boolean(entry.sending || entry.newer || (changed(entry) && entry.text.trim()));
export const waits = (entry) => Boolean(entry.newer || entry.refused);

function changed(entry) {
  return !same(entry.text, entry.saved.text);
}

// What the service says it has. A text of one's own that it does not know is never put aside for it.
function heard(entry, saved) {
  if (saved.version === entry.saved.version) return;
  if (!changed(entry) || same(entry.text, saved.text)) {
    if (!changed(entry)) entry.text = saved.text;
    entry.saved = saved;
    entry.newer = null;
  } else {
    entry.newer = saved;
  }
}

// What to send now: the same again while its answer is missing. Null when there is nothing to send.
export function toSend(entry, draft) {
  if (entry.newer || entry.refused || !unsent(entry)) return null;
  entry.sending ??= { id: crypto.randomUUID(), text: entry.text, version: entry.saved.version, draft };
  return entry.sending;
}

export function taken(entry, saved) {
  const sent = entry.sending;
  entry.sending = null;
  if (same(sent.text, saved.text)) {
    entry.saved = saved;
  } else {
    entry.saved = { ...entry.saved, text: sent.text }; // it came there, and was changed elsewhere since
    heard(entry, saved);
  }
}

export function overtaken(entry, saved) {
  entry.sending = null;
  if (same(entry.text, saved.text)) {
    entry.saved = saved;
  } else {
    entry.newer = saved;
  }
}

export function refused(entry, sentence) {
  entry.sending = null;
  entry.refused = sentence;
}

// What the person chose: "ours", "theirs" or "both".
export function choose(entry, how) {
  const { newer } = entry;
  entry.saved = newer;
  entry.newer = null;
  if (how === "theirs") entry.text = newer.text;
  if (how === "both") entry.text = `${newer.text.trim()}\n\n${entry.text.trim()}`;
}

export function typed(entry, text) {
  entry.text = text;
  entry.refused = "";
}

// Given back and taken away by the person: what the service has stands again.
export function drop(entry) {
  Object.assign(entry, { text: entry.saved.text, sending: null, newer: null, refused: "" });
}
