// What the notebook keeps in the browser, under lock: AES-GCM with a key that no script can read out. The key is made
// from what the service hands to the person signed in, and ends with their session or when they sign out; the letters
// stay, and open again when the same person signs in. Where a browser cannot do this, nothing is kept at all.

const NAME = "visit-notebook";
const words = new TextEncoder();

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("letters");
  };
  return done(request);
}

// The shelf of one case; null where the browser cannot lock, or keeps nothing.
export async function shelfOf(reference) {
  try {
    return globalThis.crypto?.subtle && globalThis.indexedDB ? new Shelf(await opened(), reference) : null;
  } catch {
    return null;
  }
}

export class Shelf {
  constructor(database, reference) {
    this.database = database;
    this.reference = reference;
    this.keys = [];
  }

  store(name, mode = "readonly") {
    return this.database.transaction(name, mode).objectStore(name);
  }

  // With what the service has handed out: the key is kept until then, for this person alone.
  async unlock({ person, keys, until }) {
    this.keys = await Promise.all(keys.map((share) => this.keyFrom(share)));
    this.person = person;
    await done(this.store("keys", "readwrite").put({ person, until, keys: this.keys }, this.reference));
  }

  // Without a line: with the key that is still here. False when there is none any more.
  async unlockAgain() {
    const kept = await done(this.store("keys").get(this.reference));
    if (!kept || new Date(kept.until) < new Date()) {
      await this.forgetKey();
      return false;
    }
    [this.keys, this.person] = [kept.keys, kept.person];
    return true;
  }

  async keyFrom(share) {
    const raw = Uint8Array.from(atob(share), (letter) => letter.charCodeAt(0));
    const base = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: words.encode(this.reference), info: words.encode(NAME) };
    return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  place(name) {
    return `${this.reference} ${this.person} ${name}`;
  }

  async write(name, value) {
    const place = this.place(name);
    const how = { name: "AES-GCM", iv: crypto.getRandomValues(new Uint8Array(12)), additionalData: words.encode(place) };
    const locked = await crypto.subtle.encrypt(how, this.keys[0], words.encode(JSON.stringify(value)));
    await done(this.store("letters", "readwrite").put({ iv: how.iv, locked }, place));
  }

  // Null where nothing is kept, or what is kept does not open.
  async read(name) {
    const place = this.place(name);
    const kept = await done(this.store("letters").get(place));
    for (const key of kept ? this.keys : []) {
      try {
        const how = { name: "AES-GCM", iv: kept.iv, additionalData: words.encode(place) };
        return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, kept.locked)));
      } catch {
        // another of the service's secrets, perhaps
      }
    }
    return null;
  }

  remove(name) {
    return done(this.store("letters", "readwrite").delete(this.place(name)));
  }

  // Everything this person has here, gone: their letters, and the key.
  async clear() {
    const mine = this.place("");
    const store = this.store("letters", "readwrite");
    await done(store.delete(IDBKeyRange.bound(mine, `${mine}\uffff`)));
    await this.forgetKey();
  }

  forgetKey() {
    return done(this.store("keys", "readwrite").delete(this.reference));
  }
}

// At sign-out: no key of any case stays.
export async function forgetEveryKey() {
  const database = await opened();
  await done(database.transaction("keys", "readwrite").objectStore("keys").clear());
  database.close();
}
