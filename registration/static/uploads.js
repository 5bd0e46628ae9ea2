// Adds to the plain upload form: dropping files, one line with progress for each, and going on where a line was cut.
// The protocol is tus 1.0.0. Nothing is kept in the browser: the service knows by name, size and hash what it has.

const PART = 2 * 1024 * 1024;
const AT_ONCE = 2;
const LONGEST_PAUSE = 30;
const MOST_TRIES = 40;

const form = document.querySelector("form[data-uploads]");
const input = form.querySelector("input[type=file]");
const waiting = [];
const lines = [];
let running = 0;
let token = form.elements.csrf_token.value;

class Problem extends Error {
  // again: it passes by itself; restart: ask where the upload stands first; final: another try would end the same way.
  constructor(sentence, { again = false, restart = false, final = false } = {}) {
    super(sentence);
    Object.assign(this, { again, restart, final });
  }
}

function made(tag, text = "", attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  return element;
}

function sized(bytes) {
  if (bytes < 1024) {
    return `${bytes} bytes`;
  }
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

// One request, with the progress of what is sent. The line being cut is a Problem that passes by itself.
function ask(method, url, headers, body, upload) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.timeout = 120000;
    for (const [name, value] of Object.entries({ "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers })) {
      request.setRequestHeader(name, value);
    }
    if (upload && body) {
      request.upload.onprogress = (event) => upload.moved(upload.offset + event.loaded);
      upload.request = request;
    }
    request.onload = () => done(request);
    const cut = () => failed(new Problem("The line was cut.", { again: true }));
    request.onerror = cut;
    request.ontimeout = cut;
    request.onabort = () => failed(new Problem("Cancelled."));
    request.send(body);
  });
}

// What the service says against it: a sentence in JSON, or the usual page.
function objection(request) {
  if (!request.getResponseHeader("Tus-Resumable") && request.status < 300) {
    return new Problem("You are no longer signed in. Sign in in another tab, then press “Try again”: it goes on from where it was.");
  }
  if (request.status === 404 || request.status === 409 || request.status === 460) {
    return new Problem("", { again: true, restart: true });
  }
  const passes = request.status === 429 || (request.status >= 500 && request.status !== 507);
  let sentence = "";
  try {
    sentence = JSON.parse(request.responseText).sentence;
  } catch {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    sentence = [...page.querySelectorAll("main h1, main h1 ~ p")].slice(0, 2).map((e) => e.textContent.trim()).join(". ");
  }
  return new Problem(sentence || "The service could not take it.", { again: passes, final: request.status === 413 || request.status === 422 });
}

// After another sign-in the page's token is no longer right: take the new one from a fresh copy of this page.
async function renewToken() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("form[data-uploads] input[name=csrf_token]");
  const changed = fresh !== null && fresh.value !== token;
  if (changed) {
    token = fresh.value;
  }
  return changed;
}

async function send(method, url, headers, body, upload) {
  let answer = await ask(method, url, headers, body, upload);
  if (answer.status === 400 && !answer.getResponseHeader("Tus-Resumable") && (await renewToken())) {
    answer = await ask(method, url, headers, body, upload);
  }
  if (answer.status >= 300 || !answer.getResponseHeader("Tus-Resumable")) {
    throw objection(answer);
  }
  return answer;
}

function base64(text) {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

async function hashOf(file) {
  if (!globalThis.crypto?.subtle) {
    return "";
  }
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Upload {
  constructor(file) {
    this.file = file;
    this.url = "";
    this.offset = 0;
    this.state = "waiting";
    this.line = made("li", "", { class: "app-upload" });
    this.bar = made("progress", "", { max: String(Math.max(1, file.size)), value: "0", "aria-label": file.name });
    this.status = made("p", "Waiting.", { class: "app-upload__status" });
    this.cancelButton = this.button("Cancel", () => this.cancel());
    this.againButton = this.button("Try again", () => this.enqueue());
    this.againButton.hidden = true;
    const name = made("p", "", { class: "app-upload__name" });
    name.append(made("bdi", file.name), ` (${sized(file.size)})`);
    this.line.append(name, this.bar, this.status, this.cancelButton, this.againButton);
  }

  button(text, press) {
    const button = made("button", text, { type: "button", class: "govuk-button govuk-button--secondary" });
    button.append(made("span", ` ${this.file.name}`, { class: "govuk-visually-hidden" }));
    button.addEventListener("click", press);
    return button;
  }

  say(...sentences) {
    this.status.textContent = sentences.join(" ");
  }

  moved(offset) {
    this.bar.value = offset;
    this.say(`${Math.floor((100 * offset) / Math.max(1, this.file.size))} per cent sent.`);
  }

  enqueue() {
    this.state = "waiting";
    this.againButton.hidden = true;
    this.cancelButton.hidden = false;
    this.line.classList.remove("app-upload--bad");
    this.say("Waiting.");
    waiting.push(this);
    work();
  }

  async run() {
    this.state = "running";
    for (let tries = 0; this.state === "running"; tries += 1) {
      const before = this.offset;
      try {
        await this.go();
        return;
      } catch (problem) {
        if (this.state !== "running") {
          return;
        }
        if (!problem.again || tries >= MOST_TRIES) {
          this.fail(problem.message || "The line is too bad just now. What arrived is kept for a day.", problem.final);
          return;
        }
        if (this.offset > before) {
          tries = 0;
        }
        await this.pause(problem.restart ? 1 : Math.min(LONGEST_PAUSE, 2 ** Math.min(tries, 5)));
      }
    }
  }

  async pause(seconds) {
    this.say(`The line was cut. What arrived is kept; it goes on in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`);
    await new Promise((done) => {
      const timer = setTimeout(done, 1000 * seconds);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  // From the beginning of the talk to its end; whatever was cut is asked for anew.
  async go() {
    this.say("Getting ready.");
    this.hash ??= await hashOf(this.file).catch(() => {
      throw new Problem("This file can no longer be read on your computer. Choose it again.");
    });
    const said = { filename: this.file.name, sha256: this.hash, item: form.dataset.item ?? "" };
    const words = Object.entries(said).filter(([, value]) => value);
    const begun = this.url
      ? await send("HEAD", this.url, {}).catch((problem) => this.forget(problem))
      : await send("POST", form.dataset.uploads, {
          "Upload-Length": String(this.file.size),
          "Upload-Metadata": words.map(([key, value]) => `${key} ${base64(value)}`).join(","),
        });
    this.url = begun.getResponseHeader("Location") ?? this.url;
    this.offset = Number(begun.getResponseHeader("Upload-Offset"));
    do {
      this.moved(this.offset);
      if (this.offset >= this.file.size) {
        this.say("It has arrived and is being looked at.");
      }
      const headers = { "Upload-Offset": String(this.offset), "Content-Type": "application/offset+octet-stream" };
      const part = this.file.slice(this.offset, this.offset + PART);
      const answer = await send("PATCH", this.url, headers, part, this);
      this.offset = Number(answer.getResponseHeader("Upload-Offset"));
    } while (this.offset < this.file.size);
    const told = JSON.parse((await send("GET", this.url, {})).responseText);
    if (!told.outcome) {
      throw new Problem("", { again: true, restart: true });
    }
    this.end(told);
  }

  forget(problem) {
    if (problem.restart) {
      this.url = "";
    }
    throw problem;
  }

  end(told) {
    if (told.outcome === "refused") {
      this.fail(told.sentences.join(" "), true);
      return;
    }
    this.state = "done";
    this.bar.value = this.file.size;
    this.cancelButton.hidden = true;
    this.line.classList.add("app-upload--good");
    this.say(...told.sentences);
  }

  fail(sentence, final = false) {
    this.state = "failed";
    this.cancelButton.hidden = true;
    this.againButton.hidden = final;
    this.line.classList.add("app-upload--bad");
    this.say(sentence);
  }

  cancel() {
    this.state = "cancelled";
    this.request?.abort();
    this.wake?.();
    if (this.url) {
      send("DELETE", this.url, {}).catch(() => {});
      this.url = "";
    }
    this.cancelButton.hidden = true;
    this.againButton.hidden = false;
    this.say("Cancelled. Nothing of it was kept.");
    this.againButton.focus();
    tell();
  }
}

async function work() {
  tell();
  while (running < AT_ONCE && waiting.length > 0) {
    const upload = waiting.shift();
    if (upload.state !== "waiting") {
      continue;
    }
    running += 1;
    upload.run().finally(() => {
      running -= 1;
      work();
    });
  }
}

// One line for all: read out when it changes, and the way on when everything has ended.
const list = made("ul", "", { class: "app-uploads" });
const summary = made("p", "", { role: "status", class: "app-uploads__summary" });
const onwards = made("a", "", { class: "govuk-button app-uploads__on", href: form.dataset.afterwards });
onwards.hidden = true;

function tell() {
  const count = (state) => lines.filter((line) => line.state === state).length;
  const open = count("waiting") + count("running");
  const done = count("done");
  const ended = `${done} of ${lines.length} ${lines.length === 1 ? "file" : "files"} added`;
  const failed = count("failed") ? `, ${count("failed")} not` : "";
  const text = `${ended}${failed}.${open ? "" : " Everything has ended."}`;
  if (summary.textContent !== text) {
    summary.textContent = text;
  }
  onwards.hidden = open > 0 || done === 0;
  onwards.textContent = form.dataset.item ? "Go on to the item" : `Describe ${done === 1 ? "the file" : `the ${done} files`}`;
  form.dataset.ended = open === 0 ? "yes" : "no";
}

function add(files) {
  for (const file of files) {
    const upload = new Upload(file);
    lines.push(upload);
    list.append(upload.line);
    upload.enqueue();
  }
}

function start() {
  form.querySelector("[data-without-script]").hidden = true;
  form.after(summary, onwards, list);
  form.classList.add("app-drop--ready");
  form.querySelector("label").textContent = form.dataset.item ? "Drop the new file here, or choose it" : "Drop files here, or choose them";
  input.addEventListener("change", () => {
    add(form.dataset.item ? [...input.files].slice(0, 1) : input.files);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("app-drop--over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    form.addEventListener(kind, () => form.classList.remove("app-drop--over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    add(form.dataset.item ? [...event.dataTransfer.files].slice(0, 1) : event.dataTransfer.files);
  });
  addEventListener("online", () => lines.forEach((line) => line.wake?.()));
  addEventListener("beforeunload", (event) => {
    if (lines.some((line) => line.state === "running" || line.state === "waiting")) {
      event.preventDefault();
    }
  });
}

start();
