// How many notes are not sent, by case: numbers and nothing else, for the page on which somebody signs out.

const PLACE = "visit-notebook";

function all() {
  try {
    return { ...JSON.parse(localStorage.getItem(PLACE)) };
  } catch {
    return {};
  }
}

function keep(counts) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(counts));
  } catch {
    // nobody needs to be told at sign-out, then
  }
}

export function count(reference, unsent) {
  const counts = all();
  if (counts[reference] !== unsent) keep({ ...counts, [reference]: unsent });
}

export function total() {
  return Object.values(all()).reduce((sum, each) => sum + each, 0);
}

export function forget(reference) {
  const { [reference]: _gone, ...others } = all();
  if (Object.keys(others).length) keep(others);
  else forgetAll();
}

export function forgetAll() {
  localStorage.removeItem(PLACE);
}
