// What this device keeps of the notebook: the book, each note a moment after a key, and the names of what was begun here.

import { shelfOf } from "./notebook_lock.js";

const KEEP_AFTER = 300; // milliseconds after a key

export class Keeper {
  // `failed` is told once the browser can keep no more: its room is full, say.
  constructor(failed) {
    this.failed = failed;
    this.shelf = null;
    this.made = null; // what was begun on this device: the codes of lessons, and of what was seen in which
    this.naming = Promise.resolve(); // done when that is written down
  }

  async open(reference) {
    this.shelf = await shelfOf(reference);
  }

  async bookKept() {
    return this.shelf && (await this.shelf.unlockAgain()) ? this.shelf.read("book") : null;
  }

  async openMade() {
    this.made ??= (await this.read("made")) ?? [];
  }

  read(name) {
    return this.shelf?.read(name);
  }

  // Where something cannot be kept nothing is kept from now on.
  async onShelf(keep) {
    try {
      if (this.shelf) await keep(this.shelf);
    } catch {
      this.shelf = null;
      this.failed();
    }
  }

  soon(each) {
    clearTimeout(each.timers.keep);
    each.timers.keep = setTimeout(() => this.keep(each), KEEP_AFTER);
  }

  async keep({ entry, timers }) {
    const waiting = timers.keep;
    clearTimeout(waiting);
    await this.naming;
    await this.onShelf((shelf) => shelf.write(entry.code, entry));
    if (timers.keep === waiting) timers.keep = 0; // else something was typed while that was under way
  }

  keepAll(all) {
    for (const each of all) if (each.timers.keep) this.keep(each);
  }

  keepsAll(all) {
    return this.shelf && !all.some(({ timers }) => timers.keep);
  }

  begun(code, lesson) {
    this.made.push({ code, lesson });
    this.nameMade();
  }

  // What the service knows by now is in its book.
  async forgetMade(known) {
    this.made = this.made.filter(({ code }) => !known.has(code));
    await this.nameMade();
  }

  async remove(code) {
    this.made = this.made.filter((each) => each.code !== code);
    await this.onShelf((shelf) => shelf.remove(code));
  }

  nameMade() {
    this.naming = this.naming.then(() => this.onShelf((shelf) => shelf.write("made", this.made)));
    return this.naming;
  }
}
