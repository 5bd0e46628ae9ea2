// On a device with a visit notebook: signing out throws its keys away, and says first what is not sent yet.

import { forgetEveryKey } from "./notebook_lock.js";
import { forgetAll, total } from "./notebook_unsent.js";

const signedOut = document.querySelector(".app-header__account a[href$='/sign-in']");

async function forget() {
  try {
    await forgetEveryKey();
    forgetAll();
  } catch {
    // where nothing can be kept, nothing is
  }
}

function warn(count) {
  const said = document.createElement("p");
  said.className = "app-notebook-line app-notebook-line--waiting";
  said.setAttribute("role", "alert");
  said.textContent =
    `${count === 1 ? "One note of a visit is" : `${count} notes of a visit are`} not sent yet. ` +
    "On this device they stay locked until you sign in here again. Press “Sign out” once more to leave.";
  document.querySelector("main").prepend(said);
  said.scrollIntoView({ block: "nearest" });
}

let warned = false;

// At the press of “Sign out”. What waits is told once; the second press leaves.
export async function leave(signOut) {
  const count = total();
  if (count && !warned) {
    warned = true;
    warn(count);
    return;
  }
  await forget();
  signOut.submit();
}

if (signedOut) forget();
