"""Goes through a page with the Tab key alone: everything that can be operated is reached, in its order, and seen."""

from playwright.sync_api import Page

BEGIN = """() => {
  const name = (e) => e.outerHTML.replace(/\\s+/g, ' ').slice(0, 120);
  const style = (e, part) => {
    const s = getComputedStyle(e, part);
    const line = s.outlineStyle === 'none' ? '' : s.outlineWidth + s.outlineColor;
    return [line, s.boxShadow, s.backgroundColor, s.borderColor, s.borderWidth, s.clip, s.position].join();
  };
  // A tick or a choice is drawn beside its control, by the label that follows it.
  const look = (e) => style(e) + (e.matches('[type=radio], [type=checkbox]') && e.nextElementSibling
    ? style(e.nextElementSibling, '::before') : '');
  // Of choices that exclude each other, Tab reaches one; arrow keys reach the others.
  const stop = (e) => e.type === 'radio' ? [...document.querySelectorAll('[type=radio]')]
    .find(other => other.name === e.name && other.form === e.form) : e;
  const operated = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const there = [...document.querySelectorAll(operated)].filter(e => !e.disabled
    && e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length);
  const stops = [...new Set(there.filter(e => e.tabIndex >= 0).map(stop))];
  const before = new Map(there.map(e => [e, look(e)]));
  const tour = window.keyboardTour = {reached: [], unseen: []};
  document.addEventListener('focusin', ({target}) => {
    const at = stops.indexOf(stop(target));
    if (at < 0 || tour.reached.includes(at)) return;
    tour.reached.push(at);
    if (look(target) === before.get(target)) tour.unseen.push(name(target));
  });
  tour.stops = stops.map(name);
  // What is hidden from screen readers as well is there for robots.
  tour.faults = [
    ...there.filter(e => e.tabIndex < 0 && !e.closest('[aria-hidden=true]'))
      .map(e => 'cannot be reached by keyboard: ' + name(e)),
    ...there.filter(e => e.tabIndex > 0).map(e => 'is reached out of its order: ' + name(e)),
    ...[...document.body.querySelectorAll('*')].filter(e => getComputedStyle(e).cursor === 'pointer'
      && !e.closest('a[href], button, input, select, textarea, summary, label, [tabindex="0"]'))
      .map(e => 'looks pressable, and is not to a keyboard: ' + name(e)),
  ];
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  return stops.length;
}"""
REACHED = "() => keyboardTour.reached.length"
END = "() => keyboardTour"
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
MORE = 12
"""A date's box takes several presses, and so does what scrolls; a trap takes them all."""


def keyboard_faults(page: Page) -> list[str]:
    """What somebody without a mouse would miss on the page that stands open, a line each."""
    stops = page.evaluate(BEGIN)
    press(page, stops)
    for _ in range(MORE):
        if page.evaluate(REACHED) == stops:
            break
        press(page, 3)
    tour = page.evaluate(END)

    missed = [line for at, line in enumerate(tour["stops"]) if at not in tour["reached"]]
    faults = tour["faults"] + [f"Tab does not come to: {line}" for line in missed]
    faults += [f"focus cannot be seen on: {line}" for line in tour["unseen"]]
    if not missed and tour["reached"] != sorted(tour["reached"]):
        faults.append(f"Tab does not keep the order of the page: {tour['reached']}")
    if tour["reached"] and "govuk-skip-link" not in tour["stops"][tour["reached"][0]]:
        faults.append(f"the first press of Tab leads to: {tour['stops'][tour['reached'][0]]}")
    return faults


def press(page: Page, times: int) -> None:
    """Hold the key down until it has repeated so often: as single presses, in a third of the time."""
    session = page.context.new_cdp_session(page)
    for _ in range(times):
        session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "autoRepeat": True, **TAB})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **TAB})
    session.detach()
