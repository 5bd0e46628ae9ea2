// The page of the notebook without connection: draws the book, keeps what is typed, and sends it when there is a line.

import { alone, copy, readiness, STAY, takeOff } from "./notebook_device.js";
import { drawCriterion, drawOthers, drawSample, drawSchedule, fields } from "./notebook_drawing.js";
import * as entries from "./notebook_entry.js";
import { Keeper } from "./notebook_keeping.js";
import { kindOf, nameOf, newName, plain, present } from "./notebook_kinds.js";
import { drawLesson, drawMark, drawObserved, stamp, tellLesson } from "./notebook_lesson.js";
import { Line } from "./notebook_line.js";
import { FirstLine, inOneLine, tellEntry, whyNot, wordsOf } from "./notebook_telling.js";
import { count as countUnsent, forget as forgetUnsent } from "./notebook_unsent.js";

const SEND_AFTER = 8000; // milliseconds after a key
const LOOK_AGAIN = 20000;
const CLOCK = 5000;
const SENDS = new Set(["here", "gone"]); // what a case that is closed to the person refuses is kept as their draft

const root = document.getElementById("notebook");
const firstLine = root && new FirstLine(document.getElementById("unsent"), root.dataset.signIn);

class Notebook {
  constructor() {
    this.line = new Line({ book: root.dataset.book, notes: root.dataset.notes });
    this.keeper = new Keeper(() => this.keepsNothing());
    this.all = new Map(); // by code: what stands there, and where it is drawn
    this.ahead = 0; // milliseconds by which the service's clock is ahead of this device's
    this.closed = "";
    this.busy = true; // until the book is open
  }

  async open() {
    this.listen();
    await this.keeper.open(root.dataset.reference);
    const book = (await this.line.book()) ?? (await this.keeper.bookKept());
    if (!book) return this.say(whyNot(this.line.state));
    await this.take(book);
    this.busy = false;
    addEventListener("online", () => this.send());
    addEventListener("offline", () => ((this.line.state = "none"), this.tell()));
    document.addEventListener("visibilitychange", () => this.keeper.keepAll(this.each));
    addEventListener("beforeunload", (event) => this.wouldLose() && event.preventDefault());
    setInterval(() => this.send(), LOOK_AGAIN);
    setInterval(() => this.tell(), CLOCK);
    await this.send();
    await this.beReady();
  }

  // From the first note that is drawn, what is typed into it counts.
  listen() {
    document.getElementById("send").onclick = () => this.send();
    document.getElementById("clear").onclick = () => this.clear();
    document.getElementById("add-lesson").onclick = () => this.begin(`lesson:${newName()}`, "subject");
    root.addEventListener("input", (event) => this.codeOf(event) && this.typed(this.codeOf(event), event.target));
    root.addEventListener("change", () => this.send());
    root.addEventListener("click", (event) => this.press(this.codeOf(event), event.target.closest("[data-do]")?.dataset.do));
  }

  get each() {
    return [...this.all.values()];
  }

  codeOf(event) {
    return event.target.closest("[data-code]")?.dataset.code;
  }

  // A book from the service, or the one that is kept. What is typed here already stays.
  async take(book) {
    const fresh = Boolean(book.keys);
    if (fresh) await this.keeper.onShelf((shelf) => shelf.unlock(book));
    const { keys, ...shown } = book;
    if (fresh && book.now) shown.ahead = Date.parse(book.now) - Date.now();
    this.ahead = shown.ahead ?? 0;
    this.closed = book.closed;
    this.line.draft ||= book.draft;
    document.getElementById("whose").textContent = `${book.school}, ${root.dataset.reference}`;
    drawSchedule(book.agenda);
    for (const page of book.pages) {
      await this.place(page, fresh, () => drawCriterion(page));
      drawOthers(this.all.get(page.code).drawn, page.others);
    }
    await this.takeLessons(book.lessons ?? [], fresh);
    for (const sample of book.samples ?? []) await this.place(sample, fresh, () => drawSample(sample));
    document.getElementById("no-samples").hidden = Boolean(book.samples?.length);
    await this.keeper.onShelf((shelf) => shelf.write("book", { ...shown, draft: this.line.draft }));
    this.tell();
  }

  async takeLessons(lessons, fresh) {
    await this.keeper.openMade();
    for (const lesson of lessons.filter(({ own }) => own)) {
      await this.place(lesson, fresh, () => drawLesson(lesson.code));
      for (const mark of lesson.marks) await this.placeMark(mark, nameOf(lesson.code), fresh);
    }
    drawObserved(lessons.filter(({ own }) => !own));
    const known = lessons.flatMap(({ code, marks }) => [code, ...marks.map((mark) => mark.code)]);
    if (fresh) await this.keeper.forgetMade(new Set(known));
    for (const { code, lesson } of this.keeper.made) {
      if (this.all.has(code) || !(await this.keeper.read(code))) continue;
      if (lesson) await this.placeMark({ code }, lesson);
      else await this.place({ code }, false, () => drawLesson(code));
    }
  }

  async placeMark(mark, lesson, fresh = false) {
    const sheet = `lesson:${lesson}`; // one in which nothing was typed yet is not kept by itself
    if (!this.all.has(sheet)) await this.place({ code: sheet }, false, () => drawLesson(sheet));
    await this.place(mark, fresh, () => drawMark(mark.code, lesson));
    this.all.get(mark.code).entry.lesson = lesson;
  }

  async place(page, fresh, draw) {
    const known = this.all.get(page.code);
    const kept = known?.entry ?? (await this.keeper.read(page.code));
    const entry = entries.entryOf(page, kept, fresh);
    if (known) known.entry = entry;
    else this.all.set(page.code, { entry, drawn: draw(), timers: {} });
  }

  // A lesson, or something seen in one, that this device is the first to know. Its name is kept before its words.
  begin(code, field, lesson) {
    this.keeper.begun(code, lesson);
    const entry = { ...entries.entryOf({ code }), lesson };
    this.all.set(code, { entry, drawn: lesson ? drawMark(code, lesson) : drawLesson(code), timers: {} });
    this.tell();
    this.all.get(code).drawn.querySelector(`[name=${field}]`).focus();
  }

  typed(code, field) {
    const { entry, drawn, timers } = this.all.get(code);
    const typed = Object.fromEntries(fields(drawn).map(({ name, value }) => [name, value]));
    const { text, ...facts } = typed;
    for (const name of Object.keys(facts)) facts[name] = plain(name, facts[name]);
    if (entry.lesson && field.name === "text") stamp(this.all.get(`lesson:${entry.lesson}`).entry, drawn, facts, this.ahead);
    entries.typed(entry, text, facts);
    this.keeper.soon(this.all.get(code));
    this.sendSoon(timers);
    this.tell();
  }

  sendSoon(timers) {
    clearTimeout(timers.send);
    timers.send = setTimeout(() => this.send(), SEND_AFTER);
  }

  // Where the browser cannot keep it, the page says so.
  keepsNothing() {
    this.tell();
    document.getElementById("ready").textContent = STAY;
  }

  wouldLose() {
    return this.count(entries.unsent) && !this.keeper.keepsAll(this.each);
  }

  // Everything that waits, one by one. Where the line was gone, the book is fetched first: others may have written.
  async send() {
    if (this.busy) return;
    this.busy = true;
    try {
      if (this.line.state !== "here" && this.count(entries.unsent)) {
        const book = await this.line.book();
        if (book) await this.take(book);
      }
      for (const code of this.all.keys()) if (SENDS.has(this.line.state)) await this.sendOne(code);
    } finally {
      this.busy = false;
    }
    this.tell();
  }

  async sendOne(code) {
    const { entry, timers } = this.all.get(code);
    if (this.comesLater(entry)) return;
    const sending = entries.toSend(entry, this.line.draft, this.closed);
    if (!sending) return;
    await this.keeper.keep(this.all.get(code));
    const [how, told, kept] = await this.line.send(code, sending, entry.view);
    if (how === "taken") this.taken(entry, told);
    if (how === "taken" && entries.unsent(entry)) this.sendSoon(timers); // what was typed while that was under way
    if (how === "newer") entries.overtaken(entry, told);
    if (how === "refused") entries.refused(entry, kept ? `${told} It is kept under “Your drafts”, too.` : told);
    await this.keeper.keep(this.all.get(code));
    this.tell();
  }

  // What was seen in a lesson waits for its sheet, unless that is not taken either.
  comesLater({ lesson }) {
    const sheet = lesson && this.all.get(`lesson:${lesson}`).entry;
    return sheet && !sheet.saved.version && !sheet.refused;
  }

  // With its sheet, what was seen in a lesson can come, and is sent again by itself.
  taken(entry, told) {
    const first = !entry.saved.version;
    entries.taken(entry, told);
    if (first) for (const { entry: mark } of this.marksOf(entry.code)) mark.refused = "";
  }

  marksOf(code) {
    return this.each.filter(({ entry }) => entry.lesson && entry.lesson === nameOf(code));
  }

  async press(code, what) {
    if (!what) return;
    const { entry, drawn } = this.all.get(code);
    const box = drawn.querySelector("textarea");
    if (what === "add") return this.begin(`mark:${newName()}`, "text", nameOf(code));
    if (what === "copy") return this.say(await copy(wordsOf(entry), box));
    if (what === "begin") return this.startClock(entry, drawn);
    if (what !== "drop") entries.choose(entry, what);
    else if (await this.dropped(entry, drawn)) return;
    box.focus();
    for (const field of fields(drawn)) field.value = field.name === "text" ? entry.text : (entry.facts[field.name] ?? "");
    await this.keeper.keep(this.all.get(code));
    await this.send();
  }

  async startClock(entry, drawn) {
    entries.typed(entry, entry.text, { began: entry.facts.began || present(this.ahead) });
    this.tell();
    drawn.closest(".app-card").querySelector("[data-do=add]").focus();
    await this.keeper.keep(this.all.get(entry.code));
    await this.send();
  }

  // What the service never had goes from the page, once the person has it. True where that was so.
  async dropped(entry, drawn) {
    const { code } = entry;
    entries.drop(entry);
    clearTimeout(this.all.get(code).timers.keep);
    const here = this.keeper.made.some((each) => each.code === code);
    if (!here || entry.saved.version || this.marksOf(code).length) return false;
    (kindOf(code) === "lesson" ? drawn.closest(".app-card") : drawn).remove();
    this.all.delete(code);
    await this.keeper.remove(code);
    this.tell();
    return true;
  }

  count(of) {
    return this.each.filter(({ entry }) => of(entry)).length;
  }

  tell() {
    for (const [code, { entry, drawn }] of this.all) {
      tellEntry(entry, drawn, this.closed);
      const marks = kindOf(code) === "lesson" ? this.marksOf(code).map((mark) => mark.drawn) : null;
      if (marks) tellLesson(entry, drawn, { ahead: this.ahead, closed: this.closed, marks });
    }
    const count = this.count(entries.unsent);
    countUnsent(root.dataset.reference, count);
    document.getElementById("send").hidden = !count;
    document.getElementById("add-lesson").hidden = Boolean(this.closed || !this.keeper.made);
    document.getElementById("clear").hidden = Boolean(count || this.count(entries.waits)) || !this.keeper.shelf;
    const told = {
      unsent: count, given: this.count(({ refused }) => refused), choosing: this.count(({ newer }) => newer),
      closed: this.closed, state: this.line.state, keeps: this.keeper.shelf,
    };
    this.say(inOneLine(told), this.each.find(({ entry }) => entries.waits(entry))?.drawn);
  }

  say(sentence, waiting) {
    firstLine.say(sentence, { waiting, out: this.line.state === "out" });
  }

  async beReady() {
    const { keeper: { shelf }, line: { state } } = this;
    document.getElementById("ready").textContent = await readiness({ shelf, state, worker: root.dataset.worker });
  }

  async clear() {
    try {
      await takeOff(this.keeper.shelf);
      forgetUnsent(root.dataset.reference);
      location.assign(root.querySelector(".govuk-button-group a").href);
    } catch {
      document.getElementById("cleared").textContent =
        "It could not all be taken off this device. Sign out, and delete what this site has kept in the browser’s settings.";
    }
  }
}

async function open() {
  try {
    await new Notebook().open();
  } catch {
    firstLine.say("The notebook could not be opened. What was not sent is still on this device: reload the page, or write in the plain notebook.");
  }
}

function openElsewhere() {
  firstLine.say("The notebook is open in another window of this browser. Go on there, or close it and reload this page.");
}

if (root) alone(root.dataset.reference, open, openElsewhere);
