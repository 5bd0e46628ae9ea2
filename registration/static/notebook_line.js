// The line to the service: fetches the book, and sends notes one by one. Every answer is one of few words.

const PATIENCE = 15000;

export class Line {
  constructor(urls) {
    this.urls = urls;
    this.state = "unknown"; // here, none (no connection), out (signed out), gone (the case is closed to the person)
    this.token = "";
    this.draft = "";
  }

  async ask(url, options = {}) {
    try {
      return await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
    } catch {
      return null;
    }
  }

  // The book, or null: `state` then says why.
  async book() {
    const answer = await this.ask(this.urls.book);
    if (!answer || answer.status >= 500) {
      this.state = "none";
    } else if (answer.redirected) {
      this.state = "out";
    } else if (!answer.ok) {
      this.state = "gone";
    } else {
      this.state = "here";
      this.token = answer.headers.get("CSRF-Token");
      this.draft = answer.headers.get("Draft-Place");
      return this.whole(answer);
    }
    return null;
  }

  // The line can go while an answer is on its way.
  async whole(answer) {
    try {
      return await answer.json();
    } catch {
      this.state = "none";
      return null;
    }
  }

  // Sends one note: ["taken", note], ["newer", note], ["refused", sentence, kept as a draft] or ["later"].
  async send(code, { id, text, facts, lesson, version, draft }, view) {
    const body = new URLSearchParams({ code, text, version, ...facts, _once: id, _draft: draft, _view: view });
    if (lesson) body.set("lesson", lesson);
    const answer = await this.ask(this.urls.notes, { method: "POST", body, headers: { "X-CSRFToken": this.token } });
    const told = answer?.headers.get("Content-Type")?.includes("json") ? await answer.json().catch(() => null) : null;
    const kept = Boolean(answer?.headers.get("Draft-Kept"));
    if (!answer || answer.status >= 500) {
      this.state = "none";
    } else if (answer.status === 404) {
      this.state = "gone";
      return ["refused", "You can no longer see this case, so this note was not added.", kept];
    } else if (answer.ok && told && !answer.url.endsWith("/notes")) {
      return ["taken", told];
    } else if (told && answer.status === 409) {
      return ["newer", told];
    } else if (told) {
      return ["refused", told.sentence, kept];
    } else {
      await this.book(); // signed out, or signed in anew: a fresh token, or the reason why there is none
    }
    return ["later"];
  }
}
