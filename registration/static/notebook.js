// The page of the notebook without connection: draws the book, keeps what is typed, and sends it when there is a line.

import { drawCriterion, drawOthers, drawSample, drawSchedule, element, fields } from "./notebook_drawing.js";
import * as entries from "./notebook_entry.js";
import { kindOf, minuteOf, nameOf, newName, plain, present } from "./notebook_kinds.js";
import { drawLesson, drawMark, drawObserved, tellLesson } from "./notebook_lesson.js";
import { Line } from "./notebook_line.js";
import { shelfOf } from "./notebook_lock.js";
import { inOneLine, tellEntry, wordsOf } from "./notebook_telling.js";
import { count as countUnsent, forget as forgetUnsent } from "./notebook_unsent.js";

const KEEP_AFTER = 300; // milliseconds after a key
const SEND_AFTER = 8000;
const LOOK_AGAIN = 20000;
const CLOCK = 5000;
const STAY = "This browser cannot open the page without a connection: leave it open during the visit.";
const SENDS = new Set(["here", "gone"]); // what a case that is closed to the person refuses is kept as their draft

const root = document.getElementById("notebook");

class Notebook {
  constructor() {
    this.line = new Line({ book: root.dataset.book, notes: root.dataset.notes });
    this.all = new Map(); // by code: what stands there, and where it is drawn
    this.made = null; // what was begun on this device: the codes of lessons, and of what was seen in which
    this.naming = Promise.resolve(); // done when that is written down
    this.ahead = 0; // milliseconds by which the service's clock is ahead of this device's
    this.closed = "";
    this.busy = true; // until the book is open
  }

  async open() {
    this.listen();
    this.shelf = await shelfOf(root.dataset.reference);
    const book = (await this.line.book()) ?? (await this.bookKept());
    if (!book) return this.say(this.whyNot());
    await this.take(book);
    this.busy = false;
    addEventListener("online", () => this.send());
    addEventListener("offline", () => ((this.line.state = "none"), this.tell()));
    document.addEventListener("visibilitychange", () => this.keepAll());
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

  async bookKept() {
    return this.shelf && (await this.shelf.unlockAgain()) ? this.shelf.read("book") : null;
  }

  whyNot() {
    if (this.line.state === "gone") return "You can no longer see this case. Nothing was changed.";
    return "The notebook is locked. Sign in here when there is a connection: what was not sent is still kept, and opens then.";
  }

  codeOf(event) {
    return event.target.closest("[data-code]")?.dataset.code;
  }

  // A book from the service, or the one that is kept. What is typed here already stays.
  async take(book) {
    const fresh = Boolean(book.keys);
    if (fresh) await this.onShelf((shelf) => shelf.unlock(book));
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
    await this.onShelf((shelf) => shelf.write("book", { ...shown, draft: this.line.draft }));
    this.tell();
  }

  async takeLessons(lessons, fresh) {
    this.made ??= (await this.shelf?.read("made")) ?? [];
    for (const lesson of lessons.filter(({ own }) => own)) {
      await this.place(lesson, fresh, () => drawLesson(lesson.code));
      for (const mark of lesson.marks) await this.placeMark(mark, nameOf(lesson.code), fresh);
    }
    drawObserved(lessons.filter(({ own }) => !own));
    if (fresh) await this.forgetMade(new Set(lessons.flatMap(({ code, marks }) => [code, ...marks.map((mark) => mark.code)])));
    for (const { code, lesson } of this.made) {
      if (this.all.has(code) || !(await this.shelf?.read(code))) continue;
      if (lesson) await this.placeMark({ code }, lesson);
      else await this.place({ code }, false, () => drawLesson(code));
    }
  }

  // What the service knows by now is in its book.
  async forgetMade(known) {
    this.made = this.made.filter(({ code }) => !known.has(code));
    await this.nameMade();
  }

  nameMade() {
    this.naming = this.naming.then(() => this.onShelf((shelf) => shelf.write("made", this.made)));
    return this.naming;
  }

  async placeMark(mark, lesson, fresh = false) {
    const sheet = `lesson:${lesson}`; // one in which nothing was typed yet is not kept by itself
    if (!this.all.has(sheet)) await this.place({ code: sheet }, false, () => drawLesson(sheet));
    await this.place(mark, fresh, () => drawMark(mark.code, lesson));
    this.all.get(mark.code).entry.lesson = lesson;
  }

  async place(page, fresh, draw) {
    const known = this.all.get(page.code);
    const kept = known?.entry ?? (await this.shelf?.read(page.code));
    const entry = entries.entryOf(page, kept, fresh);
    if (known) known.entry = entry;
    else this.all.set(page.code, { entry, drawn: draw(), timers: {} });
  }

  // A lesson, or something seen in one, that this device is the first to know. Its name is kept before its words.
  begin(code, field, lesson) {
    this.made.push({ code, lesson });
    this.nameMade();
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
    if (entry.lesson && field.name === "text") this.stamp(entry, drawn, facts);
    entries.typed(entry, text, facts);
    clearTimeout(timers.keep);
    timers.keep = setTimeout(() => this.keep(code), KEEP_AFTER);
    this.sendSoon(timers);
    this.tell();
  }

  // The minute at which its first letter is typed, unless one is there already or the clock does not run.
  stamp(entry, drawn, facts) {
    const minute = minuteOf(this.all.get(`lesson:${entry.lesson}`).entry.facts, this.ahead);
    if (facts.minute || minute === null) return;
    facts.minute = String(minute);
    drawn.querySelector("[name=minute]").value = facts.minute;
  }

  sendSoon(timers) {
    clearTimeout(timers.send);
    timers.send = setTimeout(() => this.send(), SEND_AFTER);
  }

  async keep(code) {
    const { entry, timers } = this.all.get(code);
    const waiting = timers.keep;
    clearTimeout(waiting);
    await this.naming;
    await this.onShelf((shelf) => shelf.write(code, entry));
    if (timers.keep === waiting) timers.keep = 0; // else something was typed while that was under way
  }

  // Where the browser cannot keep it (its room is full, say) nothing is kept from now on, and the page says so.
  async onShelf(keep) {
    try {
      if (this.shelf) await keep(this.shelf);
    } catch {
      this.shelf = null;
      this.tell();
      document.getElementById("ready").textContent = STAY;
    }
  }

  keepAll() {
    for (const [code, { timers }] of this.all) if (timers.keep) this.keep(code);
  }

  wouldLose() {
    return this.count(entries.unsent) && (!this.shelf || [...this.all.values()].some(({ timers }) => timers.keep));
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
    await this.keep(code);
    const [how, told, kept] = await this.line.send(code, sending, entry.view);
    if (how === "taken") this.taken(entry, told);
    if (how === "taken" && entries.unsent(entry)) this.sendSoon(timers); // what was typed while that was under way
    if (how === "newer") entries.overtaken(entry, told);
    if (how === "refused") entries.refused(entry, kept ? `${told} It is kept under “Your drafts”, too.` : told);
    await this.keep(code);
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
    return [...this.all.values()].filter(({ entry }) => entry.lesson && entry.lesson === nameOf(code));
  }

  async press(code, what) {
    if (!what) return;
    const { entry, drawn } = this.all.get(code);
    const box = drawn.querySelector("textarea");
    if (what === "add") return this.begin(`mark:${newName()}`, "text", nameOf(code));
    if (what === "copy") return this.copy(wordsOf(entry), box);
    if (what === "begin") return this.startClock(entry, drawn);
    if (what !== "drop") entries.choose(entry, what);
    else if (await this.dropped(entry, drawn)) return;
    box.focus();
    for (const field of fields(drawn)) field.value = field.name === "text" ? entry.text : (entry.facts[field.name] ?? "");
    await this.keep(code);
    await this.send();
  }

  async startClock(entry, drawn) {
    entries.typed(entry, entry.text, { began: entry.facts.began || present(this.ahead) });
    this.tell();
    drawn.closest(".app-card").querySelector("[data-do=add]").focus();
    await this.keep(entry.code);
    await this.send();
  }

  // What the service never had goes from the page, once the person has it. True where that was so.
  async dropped(entry, drawn) {
    const { code } = entry;
    entries.drop(entry);
    clearTimeout(this.all.get(code).timers.keep);
    const here = this.made.some((each) => each.code === code);
    if (!here || entry.saved.version || this.marksOf(code).length) return false;
    (kindOf(code) === "lesson" ? drawn.closest(".app-card") : drawn).remove();
    this.all.delete(code);
    this.made = this.made.filter((each) => each.code !== code);
    await this.onShelf((shelf) => shelf.remove(code));
    this.tell();
    return true;
  }

  // Where the browser does not let a page copy, the text is marked for the person to do it.
  async copy(text, box) {
    try {
      await navigator.clipboard.writeText(text);
      this.say("Copied.");
    } catch {
      box.focus();
      box.select();
      this.say("This browser does not copy by itself. The text is marked: copy it with its own menu or keys.");
    }
  }

  count(of) {
    return [...this.all.values()].filter(({ entry }) => of(entry)).length;
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
    document.getElementById("add-lesson").hidden = Boolean(this.closed || !this.made);
    document.getElementById("clear").hidden = Boolean(count || this.count(entries.waits)) || !this.shelf;
    this.say(inOneLine({
      unsent: count, given: this.count(({ refused }) => refused), choosing: this.count(({ newer }) => newer),
      closed: this.closed, state: this.line.state, keeps: this.shelf,
    }));
  }

  say(sentence) {
    if (sentence === this.said && this.line.state === this.saidIn) return;
    [this.said, this.saidIn] = [sentence, this.line.state];
    const line = document.getElementById("unsent");
    line.textContent = sentence;
    line.classList.toggle("app-notebook-line--waiting", !sentence.startsWith("Every note"));
    if (this.line.state === "out") {
      const link = element("a", "Sign in");
      link.href = root.dataset.signIn;
      line.append(" ", link);
    }
  }

  async beReady() {
    const ready = document.getElementById("ready");
    if (!this.shelf || !navigator.serviceWorker) return (ready.textContent = STAY);
    try {
      if (this.line.state === "here") await navigator.serviceWorker.register(root.dataset.worker);
      await navigator.serviceWorker.ready;
      ready.textContent = "Ready. This page opens on this device without a connection, for as long as your session lasts.";
    } catch {
      ready.textContent = STAY;
    }
  }

  // Everything off this device: letters, key, page.
  async clear() {
    try {
      await this.takeOff();
      location.assign(root.querySelector(".govuk-button-group a").href);
    } catch {
      document.getElementById("cleared").textContent =
        "It could not all be taken off this device. Sign out, and delete what this site has kept in the browser’s settings.";
    }
  }

  async takeOff() {
    await this.shelf.clear();
    const registration = await navigator.serviceWorker?.getRegistration(location.href);
    await registration?.unregister();
    for (const name of await caches.keys()) if (name.includes(` ${location.pathname} `)) await caches.delete(name);
    forgetUnsent(root.dataset.reference);
  }
}

// One window at a time: two would write over each other's letters.
function alone(then) {
  if (!navigator.locks) return then();
  const held = (lock) => {
    if (lock) return new Promise(() => then());
    document.getElementById("unsent").textContent = "The notebook is open in another window of this browser. Go on there, or close it and reload this page.";
    return null;
  };
  return navigator.locks.request(`visit-notebook ${root.dataset.reference}`, { ifAvailable: true }, held);
}

async function open() {
  try {
    await new Notebook().open();
  } catch {
    document.getElementById("unsent").textContent =
      "The notebook could not be opened. What was not sent is still on this device: reload the page, or write in the plain notebook.";
  }
}

if (root) alone(open);
