// Keeps what is typed into a form as a draft on the server, so that a lost line, a closed lid or an ended session
// loses at most a few seconds of it. It says "saved" only when the server has said so. Nothing is stored in the browser.

const IDLE = 3000; // after the last key
const AT_MOST = 8000; // after the first key that is not kept yet, however long somebody goes on typing
const AGAIN = [2000, 4000, 8000, 15000, 30000];
const PATIENCE = 15000;
const KEEPALIVE = 60000; // bytes that a browser lets a leaving page send
const SECRET = new Set(["_once"]);

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draft;
    this.changes = 0; // counts what was typed
    this.kept = 0; // and up to where the server has it
    this.saving = null; // the save under way
    this.failures = 0;
    this.unreachable = false;
    this.timer = 0;
    this.since = 0;
    this.leaving = false;
    for (const box of form.querySelectorAll("textarea[name]")) {
      const line = document.createElement("p");
      line.className = "app-meta app-draft-status";
      line.setAttribute("role", "status");
      box.after(line);
    }
    this.line = form.querySelector(".app-draft-status");
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("change", (event) => this.typed(event));
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", (event) => event.persisted && this.shownAgain());
    window.addEventListener("online", () => this.dirty && this.save());
    window.addEventListener("beforeunload", (event) => this.failures && this.dirty && !this.leaving && event.preventDefault());
  }

  get dirty() {
    return this.changes > this.kept;
  }

  typed(event) {
    if (event.target.type === "file" || event.target.type === "password") {
      return;
    }
    const line = event.target.closest(".govuk-form-group")?.querySelector(".app-draft-status");
    if (line && line !== this.line) {
      this.line.textContent = "";
      this.line = line;
    }
    if (!this.dirty) {
      this.since = Date.now();
    }
    this.changes += 1;
    if (!this.failures) {
      this.plan(Math.min(IDLE, Math.max(0, this.since + AT_MOST - Date.now())));
    }
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  body() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && !SECRET.has(name)) {
        body.append(name, value);
      }
    }
    body.set("_view", this.form.elements._once.value);
    body.set("_title", document.querySelector("h1")?.textContent.trim().slice(0, 200) ?? "");
    return body;
  }

  // One at a time: who asks while one is under way gets the end of that one.
  save() {
    if (!this.saving && !this.leaving && this.dirty) {
      this.saving = this.send().finally(() => this.saved());
    }
    return this.saving;
  }

  saved() {
    this.saving = null;
    if (this.dirty && !this.leaving) {
      this.plan(this.failures ? AGAIN[Math.min(this.failures, AGAIN.length) - 1] : IDLE);
    }
  }

  async send() {
    const upTo = this.changes;
    this.since = Date.now();
    try {
      const patience = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(this.url, { method: "POST", body: this.body(), signal: patience });
      await this.answered(answer, upTo);
    } catch {
      this.unreachable = true;
      this.failed("Not saved: no connection. Trying again.");
    }
  }

  async answered(answer, upTo) {
    this.unreachable = answer.status >= 500;
    if (answer.ok) {
      const { at } = await answer.json();
      this.failures = 0;
      this.kept = upTo;
      this.say(`Saved as a draft at ${at}`);
    } else if (answer.headers.get("Draft-Kept")) {
      this.failures = 0;
      this.kept = upTo;
      this.say(
        answer.status === 404
          ? "You can no longer see this case. What you typed is kept under “Your drafts”."
          : "You are no longer signed in. What you typed is kept for you: save, and sign in again to go on.",
      );
    } else if (answer.status === 401) {
      this.failed("Not saved: you are no longer signed in. Copy your text before you leave this page.");
    } else if (answer.status < 500 && answer.status !== 429) {
      this.failed("Not saved as a draft: this form cannot be kept. Save it with its button, or copy your text.");
    } else {
      this.failed("Not saved: the service does not answer. Trying again.");
    }
  }

  failed(words) {
    this.failures += 1;
    this.say(words);
  }

  say(words) {
    if (this.line.textContent !== words) {
      this.line.textContent = words;
    }
  }

  // The page goes away, perhaps for good: send what is not kept yet, on a request that outlives it.
  leave() {
    if (!this.dirty || this.leaving) {
      return;
    }
    const upTo = this.changes;
    const body = this.body();
    const keepalive = body.toString().length < KEEPALIVE;
    fetch(this.url, { method: "POST", body, keepalive })
      .then((answer) => this.answered(answer, upTo))
      .catch(() => navigator.sendBeacon?.(this.url, body));
  }

  // The form itself takes the text along; when the page is still here after a while, it did not get away.
  // Where the service could not be reached just now, it is tried first: a page of the browser's own would take the text.
  submitted(event) {
    if (this.unreachable && this.dirty) {
      event.preventDefault();
      this.tryFirst(event.submitter);
      return;
    }
    this.leaving = true;
    clearTimeout(this.timer);
    setTimeout(() => {
      this.leaving = false;
      this.plan(0);
    }, PATIENCE);
  }

  async tryFirst(button) {
    await this.save();
    if (this.unreachable) {
      this.say("Not sent: no connection. Your text is still here. Press the button again in a little while.");
    } else {
      this.form.requestSubmit(button);
    }
  }

  // Back from the browser's memory after its form was sent: it is another view of the form now.
  shownAgain() {
    this.leaving = false;
    this.form.elements._once.value = crypto.randomUUID();
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  new Autosave(form);
}
