// The page of the notebook without connection: draws the book, keeps what is typed, and sends it when there is a line.

import { drawOthers, drawSchedule, element, part, show, write } from "./notebook_drawing.js";
import * as entries from "./notebook_entry.js";
import { Line } from "./notebook_line.js";
import { shelfOf } from "./notebook_lock.js";
import { count as countUnsent, forget as forgetUnsent } from "./notebook_unsent.js";

const KEEP_AFTER = 300; // milliseconds after a key
const SEND_AFTER = 8000;
const LOOK_AGAIN = 20000;
const STAY = "This browser cannot open the page without a connection: leave it open during the visit.";
const SENDS = new Set(["here", "gone"]); // what a case that is closed to the person refuses is kept as their draft

const root = document.getElementById("notebook");
const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

class Notebook {
  constructor() {
    this.line = new Line({ book: root.dataset.book, notes: root.dataset.notes });
    this.all = new Map(); // by code: what stands there, and where it is drawn
    this.closed = "";
    this.busy = false;
  }

  async open() {
    this.shelf = await shelfOf(root.dataset.reference);
    const book = (await this.line.book()) ?? (await this.bookKept());
    if (!book) return this.say(this.whyNot());
    await this.take(book);
    document.getElementById("send").onclick = () => this.send();
    document.getElementById("clear").onclick = () => this.clear();
    addEventListener("online", () => this.send());
    addEventListener("offline", () => ((this.line.state = "none"), this.tell()));
    document.addEventListener("visibilitychange", () => this.keepAll());
    addEventListener("beforeunload", (event) => this.wouldLose() && event.preventDefault());
    setInterval(() => this.send(), LOOK_AGAIN);
    await this.send();
    await this.beReady();
  }

  async bookKept() {
    return this.shelf && (await this.shelf.unlockAgain()) ? this.shelf.read("book") : null;
  }

  whyNot() {
    if (this.line.state === "gone") return "You can no longer see this case. Nothing was changed.";
    return "The notebook is locked. Sign in here when there is a connection: what was not sent is still kept, and opens then.";
  }

  // A book from the service, or the one that is kept. What is typed here already stays.
  async take(book) {
    if (book.keys) await this.onShelf((shelf) => shelf.unlock(book));
    this.closed = book.closed;
    this.line.draft ||= book.draft;
    document.getElementById("whose").textContent = `${book.school}, ${root.dataset.reference}`;
    drawSchedule(book.agenda);
    for (const page of book.pages) {
      const known = this.all.get(page.code);
      const kept = known?.entry ?? (await this.shelf?.read(page.code));
      const entry = entries.entryOf(page, kept);
      if (known) known.entry = entry;
      else this.all.set(page.code, { entry, drawn: this.draw(page, entry), timers: {} });
      drawOthers(this.all.get(page.code).drawn, page.others);
    }
    const { keys, ...shown } = book;
    await this.onShelf((shelf) => shelf.write("book", { ...shown, draft: this.line.draft }));
    this.tell();
  }

  draw(page, entry) {
    const section = document.getElementById("entry").content.firstElementChild.cloneNode(true);
    const box = section.querySelector("textarea");
    const id = `c-${page.code.replace(".", "-")}`;
    section.id = id;
    box.id = `${id}-text`;
    section.querySelector("label").htmlFor = box.id;
    section.querySelector(".govuk-hint").id = `${id}-hint`;
    box.setAttribute("aria-describedby", `${id}-hint`);
    part(section, "title").textContent = `${page.code} ${page.title}`;
    part(section, "planned").hidden = !page.planned;
    part(section, "requirement").textContent = page.requirement;
    part(section, "on").textContent = ` on ${page.code}`;
    part(section, "prompts").append(...page.prompts.map((text) => element("li", text)));
    section.querySelector("details").hidden = !page.prompts.length;
    box.value = entry.text;
    box.addEventListener("input", () => this.typed(entry.code));
    box.addEventListener("change", () => this.send());
    section.addEventListener("click", (event) => event.target.dataset.do && this.press(entry.code, event.target.dataset.do));
    document.getElementById("entries").append(section);
    return section;
  }

  typed(code) {
    const { entry, drawn, timers } = this.all.get(code);
    entries.typed(entry, drawn.querySelector("textarea").value);
    clearTimeout(timers.keep);
    timers.keep = setTimeout(() => this.keep(code), KEEP_AFTER);
    this.sendSoon(timers);
    this.tell();
  }

  sendSoon(timers) {
    clearTimeout(timers.send);
    timers.send = setTimeout(() => this.send(), SEND_AFTER);
  }

  async keep(code) {
    const { entry, timers } = this.all.get(code);
    clearTimeout(timers.keep);
    timers.keep = 0;
    await this.onShelf((shelf) => shelf.write(code, entry));
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
    const sending = entries.toSend(entry, this.line.draft);
    if (!sending) return;
    await this.keep(code);
    const [how, told, kept] = await this.line.send(code, sending, entry.view);
    if (how === "taken") entries.taken(entry, told);
    if (how === "taken" && entries.unsent(entry)) this.sendSoon(timers); // what was typed while that was under way
    if (how === "newer") entries.overtaken(entry, told);
    if (how === "refused") entries.refused(entry, kept ? `${told} It is kept under “Your drafts”, too.` : told);
    await this.keep(code);
    this.tell();
  }

  async press(code, what) {
    const { entry, drawn } = this.all.get(code);
    if (what === "copy") return this.copy(entry.text, drawn.querySelector("textarea"));
    if (what === "drop") entries.drop(entry);
    else entries.choose(entry, what);
    drawn.querySelector("textarea").value = entry.text;
    drawn.querySelector("textarea").focus();
    await this.keep(code);
    await this.send();
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
    for (const [code, { entry, drawn }] of this.all) this.tellOf(code, entry, drawn);
    const count = this.count(entries.unsent);
    countUnsent(root.dataset.reference, count);
    document.getElementById("send").hidden = !count;
    document.getElementById("clear").hidden = Boolean(count || this.count(entries.waits)) || !this.shelf;
    this.say(this.inWords(count));
  }

  inWords(count) {
    const given = this.count((entry) => entry.refused);
    const choosing = this.count((entry) => entry.newer);
    const sentences = [count ? `${plural(count, "note is", "notes are")} not sent yet.` : "Every note is sent."];
    if (given) sentences.push(`${plural(given, "note was", "notes were")} not added; the text is given back below.`);
    if (choosing) sentences.push(`${plural(choosing, "note waits", "notes wait")} for you to choose between two texts.`);
    if (this.closed && !given) sentences.push(this.closed);
    if (this.line.state === "none") sentences.push(count ? this.whereKept() : "There is no connection; go on writing.");
    if (this.line.state === "out") sentences.push("You are signed out. Sign in again on this device, and what waits is sent.");
    return sentences.join(" ");
  }

  whereKept() {
    if (!this.shelf) return "There is no connection, and this browser keeps nothing: leave this page open until it is back.";
    return "There is no connection: what waits is kept on this device, locked, and sent when it is back.";
  }

  tellOf(code, entry, drawn) {
    const box = drawn.querySelector("textarea");
    if (box.value !== entry.text && document.activeElement !== box) box.value = entry.text;
    box.readOnly = Boolean(this.closed);
    show(part(drawn, "newer"), entry.newer);
    show(part(drawn, "given"), entry.refused);
    write(part(drawn, "sentence"), entry.refused);
    write(part(drawn, "saved-at"), entry.newer ? `on ${entry.newer.at}` : "");
    write(part(drawn, "theirs"), entry.newer?.text ?? "");
    write(part(drawn, "ours"), entry.text);
    const saved = entry.saved.version ? `Saved on ${entry.saved.at}.` : "";
    write(part(drawn, "state"), entries.waits(entry) ? "" : entries.unsent(entry) ? "Not sent yet." : saved);
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
