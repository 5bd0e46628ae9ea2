// The page of the notebook without connection: draws the book, keeps what is typed, and sends it when there is a line.

import * as entries from "./notebook_entry.js";
import { Line } from "./notebook_line.js";
import { shelfOf } from "./notebook_lock.js";

const KEEP_AFTER = 300; // milliseconds after a key
const SEND_AFTER = 8000;
const LOOK_AGAIN = 20000;
const SENDS = new Set(["here", "gone"]); // what a case that is closed to the person refuses is kept as their draft
const UNSENT = "visit-notebook"; // how many: a number, and nothing else, for the page on which somebody signs out

const root = document.getElementById("notebook");
const part = (where, name) => where.querySelector(`[data-part=${name}]`);
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
    if (book.keys && this.shelf) await this.shelf.unlock(book);
    this.closed = book.closed;
    this.line.draft ||= book.draft;
    document.getElementById("whose").textContent = `${book.school}, ${root.dataset.reference}`;
    this.drawSchedule(book.agenda);
    for (const page of book.pages) {
      const known = this.all.get(page.code);
      const kept = known?.entry ?? (await this.shelf?.read(page.code));
      const entry = entries.entryOf(page, kept);
      if (known) known.entry = entry;
      else this.all.set(page.code, { entry, drawn: this.draw(page, entry), timers: {} });
      drawOthers(this.all.get(page.code).drawn, page.others);
    }
    const { keys, ...shown } = book;
    await this.shelf?.write("book", { ...shown, draft: this.line.draft });
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

  drawSchedule(agenda) {
    const about = (item) => [item.title, `${item.minutes} minutes`, item.when, item.meet && `to meet: ${item.meet}`,
      item.observe && `to see: ${item.observe}`, item.criteria && `for ${item.criteria}`];
    const items = agenda.map((item) => element("li", about(item).filter(Boolean).join("; ")));
    const schedule = document.getElementById("schedule");
    schedule.querySelector("ol").replaceChildren(...items);
    schedule.hidden = !items.length;
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
    try {
      await this.shelf?.write(code, entry);
    } catch {
      this.shelf = null; // the browser's room is full, say: from now on nothing is kept, and the page says so
      this.tell();
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
    if (what === "copy") return navigator.clipboard.writeText(entry.text).then(() => this.say("Copied."));
    if (what === "drop") entries.drop(entry);
    else entries.choose(entry, what);
    drawn.querySelector("textarea").value = entry.text;
    drawn.querySelector("textarea").focus();
    await this.keep(code);
    await this.send();
  }

  count(of) {
    return [...this.all.values()].filter(({ entry }) => of(entry)).length;
  }

  tell() {
    for (const [code, { entry, drawn }] of this.all) this.tellOf(code, entry, drawn);
    const count = this.count(entries.unsent);
    try {
      localStorage.setItem(UNSENT, count);
    } catch {
      // nobody needs to be told at sign-out, then
    }
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
    part(drawn, "sentence").textContent = entry.refused;
    part(drawn, "saved-at").textContent = entry.newer ? `on ${entry.newer.at}` : "";
    part(drawn, "theirs").textContent = entry.newer?.text ?? "";
    part(drawn, "ours").textContent = entry.text;
    const saved = entry.saved.version ? `Saved on ${entry.saved.at}.` : "";
    part(drawn, "state").textContent = entries.waits(entry) ? "" : entries.unsent(entry) ? "Not sent yet." : saved;
  }

  say(sentence) {
    const line = document.getElementById("unsent");
    if (line.textContent !== sentence) line.textContent = sentence;
    line.classList.toggle("app-notebook-line--waiting", !sentence.startsWith("Every note"));
    if (this.line.state === "out" && !line.querySelector("a")) {
      const link = element("a", "Sign in");
      link.href = root.dataset.signIn;
      line.append(" ", link);
    }
  }

  async beReady() {
    const ready = document.getElementById("ready");
    const stay = "This browser cannot open the page without a connection: leave it open during the visit.";
    if (!this.shelf || !navigator.serviceWorker) return (ready.textContent = stay);
    try {
      if (this.line.state === "here") await navigator.serviceWorker.register(root.dataset.worker);
      await navigator.serviceWorker.ready;
      ready.textContent = "Ready. This page opens on this device without a connection, for as long as your session lasts.";
    } catch {
      ready.textContent = stay;
    }
  }

  // Everything off this device: letters, key, page.
  async clear() {
    await this.shelf.clear();
    const registration = await navigator.serviceWorker?.getRegistration(location.href);
    await registration?.unregister();
    for (const name of await caches.keys()) if (name.includes(` ${location.pathname} `)) await caches.delete(name);
    localStorage.removeItem(UNSENT);
    location.assign(root.querySelector(".govuk-button-group a").href);
  }
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function show(block, wanted) {
  block.hidden = !wanted;
}

function drawOthers(drawn, notes) {
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

// One window at a time: two would write over each other's letters.
function alone(then) {
  if (!navigator.locks) return then();
  const held = (lock) => {
    if (lock) return new Promise(() => then());
    document.getElementById("unsent").textContent = "The notebook is open in another window of this browser. Go on there, or close it and reload this page.";
    return null;
  };
  return navigator.locks.request(`${UNSENT} ${root.dataset.reference}`, { ifAvailable: true }, held);
}

if (root) alone(() => new Notebook().open());
