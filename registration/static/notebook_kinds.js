// The kinds of notes in the notebook: on a criterion, the sheet of a lesson, what was seen at a minute of it, and what
// a sample held. Each has its text; some have facts beside it, which are typed in fields of their own.

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const LONGEST = 600; // minutes; a clock that ran for longer was forgotten
const NEEDED = {
  lesson: [["subject", "the subject"], ["stage", "the stage or year group"], ["minutes", "how many minutes you observe"]],
  mark: [["minute", "the minute at which you saw it"]],
};
const NUMBERS = new Set(["minutes", "doing", "talking", "minute"]);

export const kindOf = (code) => (code.includes(":") ? code.slice(0, code.indexOf(":")) : "criterion");
export const nameOf = (code) => code.slice(code.indexOf(":") + 1);
export const placeOf = (code) => `c-${code.replace(/[.:]/g, "-")}`;

// A name for something made on this device, as the service makes them: the same thing however often it is sent.
export function newName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte) => LETTERS[byte % 32]).join("");
}

// A fact as the service writes it, so that the same one reads the same here and there.
export function plain(name, typed) {
  const text = typed.trim();
  return NUMBERS.has(name) && /^\d+$/.test(text) ? String(Number(text)) : text;
}

// What has to be typed before it can be sent, in words; empty when nothing is missing.
export function lacks(entry) {
  const missing = (NEEDED[kindOf(entry.code)] ?? []).filter(([name]) => !entry.facts[name]).map(([, words]) => words);
  return missing.length ? `type ${missing.join(" and ")}.` : "";
}

export const titleOf = ({ subject, stage }) => [subject, stage].filter(Boolean).join(", ") || "New lesson sheet";

// One of two versions as it is shown beside the other.
export function inWords(kind, { text, facts }) {
  if (kind === "mark") return `Minute ${facts.minute || "not typed"}\n${text}`;
  if (kind !== "lesson") return text;
  const { minutes, doing, talking, began } = facts;
  const lines = [titleOf(facts), began && `Began on ${inFull(began)}`, minutes && `${minutes} minutes`,
    doing && `Students doing: ${doing} %`, talking && `Teacher talking: ${talking} %`, text && `\n${text}`];
  return lines.filter(Boolean).join("\n");
}

const inFull = (moment) =>
  new Date(moment).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "long" });

// The clock of a lesson. `ahead` is by how much the service's clock is ahead of this device's.
export const present = (ahead) => new Date(Date.now() + ahead).toISOString().replace(/\.\d+Z$/, "Z");

export function minuteOf(facts, ahead) {
  const minute = facts.began ? Math.floor((Date.now() + ahead - Date.parse(facts.began)) / 60000) : -1;
  return minute >= 0 && minute <= LONGEST ? minute : null;
}

export function clockInWords(facts, ahead) {
  if (!facts.began) return "The clock of the lesson does not run yet.";
  const [now, planned] = [minuteOf(facts, ahead), Number(facts.minutes)];
  if (now === null) return `The lesson began on ${inFull(facts.began)}.`;
  if (!planned) return `Minute ${now}`;
  return now <= planned ? `Minute ${now} of ${planned}` : `Minute ${now}, ${now - planned} past the end`;
}
