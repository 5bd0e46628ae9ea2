"""A visit in a real browser whose line is cut: what is written then is neither lost, nor doubled, nor readable."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from registration import create_app
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, writing
from registration.drafts.models import Draft
from registration.history import Revision
from registration.visits import records
from registration.visits.models import LessonObservation
from registration.visits.sampling import draw_sample
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import cast as people, factories, live
from tests.chromium import wait_until
from tests.journeys.drivers import InChromium, sign_in

pytestmark = pytest.mark.browser

ODD = "“Quoted”, é, مرحبا, 🎓 & <b>not bold</b>."

LETTERS = """async () => {
  const ask = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const database = await ask(indexedDB.open("visit-notebook"));
  const all = (name) => ask(database.transaction(name).objectStore(name).getAll());
  const store = database.transaction("letters").objectStore("letters"); // both at one moment: more is being kept
  const [found, places] = await Promise.all([ask(store.getAll()), ask(store.getAllKeys())]);
  const letters = found.map(({ locked }) => new TextDecoder("latin1").decode(locked));
  const kept = await all("keys");
  const read = kept.flatMap(({ keys }) => keys).map((key) => key.extractable);
  database.close();
  return { letters, places, keys: kept.length, extractable: read };
}"""


NOTHING_WOULD_BE_LOST = "dispatchEvent(new Event('beforeunload', { cancelable: true }))"


class Visiting:
    """Leah at a visit with a device of her own, and the case behind her back."""

    def __init__(self, chromium: Browser, running: live.Live):
        self.running = running
        self.app = create_app(running.environment)
        with writing(), self.app.app_context():
            self.reference = self.begin()
        self.context: BrowserContext = chromium.new_context(viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        sign_in(InChromium(self.app, self.page, running.url), "leah@example.org")

    def begin(self) -> str:
        """A case of its own for each test, in one service."""
        cast = people.gather() if not db.session.query(Person).count() else the_cast()
        case = factories.application(cast, State.VISIT_ARRANGED)
        factories.findings(case, cast.leah, cast.rafael)
        begin_visit(case, cast.leah)
        db.session.commit()
        return case.reference

    @contextmanager
    def case(self) -> Iterator[Application]:
        with writing(), self.app.app_context():
            yield db.session.scalars(db.select(Application).where(Application.reference == self.reference)).one()
            db.session.commit()
            db.session.remove()

    @property
    def address(self) -> str:
        return f"{self.running.url}/applications/{self.reference}/visit/offline/"

    def take_along(self) -> Page:
        self.page.goto(self.address)
        self.page.get_by_text("Ready. This page opens on this device").wait_for()
        return self.page

    def cut(self) -> None:
        self.context.set_offline(True)

    def mend(self) -> None:
        self.context.set_offline(False)

    def write(self, code: str, text: str) -> None:
        self.box(code).fill(text)
        expect(self.page.locator(f"{place(code)} [data-part=state]")).to_have_text("Not sent yet.")

    @contextmanager
    def keeping(self, *codes: str) -> Iterator[None]:
        """Ends when what is written inside is kept on the device: a moment after it was typed."""
        before = self.letters(codes)
        yield
        wait_until(self.page, lambda: all(letter != before[code] for code, letter in self.letters(codes).items()))

    def letters(self, codes: Iterable[str]) -> dict[str, str | None]:
        found = self.page.evaluate(LETTERS)
        by_code = {place.split()[-1]: letter for place, letter in zip(found["places"], found["letters"], strict=True)}
        return {code: by_code.get(code) for code in codes}

    def box(self, code: str):
        return self.page.locator(f"{place(code)} textarea")

    def card(self, title: str):
        return self.page.locator("section.app-card", has=self.page.get_by_role("heading", name=title, exact=True))

    def says(self, words: str) -> None:
        expect(self.page.locator("#unsent")).to_contain_text(words)

    def saved(self, code: str) -> None:
        expect(self.page.locator(f"{place(code)} [data-part=state]")).to_contain_text("Saved on")

    def notes(self) -> dict[tuple[str, str], str]:
        with self.case() as case:
            return {(n.author.name.split()[0], n.criterion_code): n.text for n in case.visit.notes}

    def observed(self) -> tuple[list[tuple], str]:
        """Every lesson with what was seen at which minute, and what was found in the first sample."""
        with self.case() as case:
            lessons = [
                (each.subject, each.stage, each.minutes, each.doing, each.seen, {m.minute: m.text for m in each.marks})
                for each in case.visit.lessons
            ]
            return lessons, next((sample.outcome for sample in case.visit.samples), "")

    def former_texts(self) -> list[str]:
        with self.case() as case:
            ids = [note.id for note in case.visit.notes]
            of_notes = db.select(Revision).where(Revision.record == "visit_note", Revision.record_id.in_(ids))
            return [revision.content["text"] for revision in db.session.scalars(of_notes)]


def the_cast() -> SimpleNamespace:
    """Those of the cast whom a visit needs, as they were made for the first test."""
    found = {person.email.partition("@")[0]: person for person in db.session.scalars(db.select(Person))}
    return SimpleNamespace(**found, school=found["amina"].school)


def place(code: str) -> str:
    return f"#c-{code.replace('.', '-').replace(':', '-')}"


def draw_and_begin_a_lesson(visiting: Visiting) -> str:
    """Three staff files drawn, and the sheet of a lesson begun: what the device knows of when it is taken along."""
    with visiting.case() as case:
        leah = the_cast().leah
        draw_sample(case, subject="Staff files", population=40, size=3, by=leah)
        lesson = LessonObservation(visit=case.visit, observer=leah, subject="Chemistry", stage="Year 9", minutes=40)
        db.session.add(lesson)
        db.session.flush()
        return f"lesson:{lesson.public_id}"


def observe(visiting: Visiting) -> None:
    """A lesson from its first minute, on a sheet that the device makes."""
    visiting.page.get_by_role("button", name="Add a lesson sheet").click()
    card = visiting.page.locator("#own-lessons > section").last
    expect(card.get_by_role("heading", level=3)).to_have_text("New lesson sheet")
    for label, typed in (("Subject", "Physics"), ("Stage or year group", "Year 10"), ("Minutes", "045")):
        card.get_by_label(re.compile(f"^{label}")).fill(typed)
    expect(card.get_by_role("heading", level=3)).to_have_text("Physics, Year 10")
    card.get_by_role("button", name="The lesson begins now").click()
    expect(card.locator("[data-part=clock]")).to_have_text("Minute 0 of 45")
    for nth, seen in enumerate(("Pairs at work.", "A poll.")):
        card.get_by_role("button", name="Note what is seen now").click()
        card.get_by_label(re.compile("^What was seen in ")).nth(nth).fill(seen)
    card.get_by_label(re.compile("^Minute of the lesson")).nth(1).fill("12")
    card.get_by_label(re.compile("^What was seen, taken together")).fill(ODD)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Live]:
    with live.service(tmp_path_factory.mktemp("visits")) as running:
        yield running


@pytest.fixture
def visiting(chromium: Browser, running: live.Live) -> Iterator[Visiting]:
    made = Visiting(chromium, running)
    yield made
    made.context.close()
    with made.app.app_context():
        db.engine.dispose()


def test_a_whole_visit_without_a_line_comes_back_complete_with_its_one_conflict(visiting):
    visiting.take_along()
    visiting.cut()
    visiting.page.reload()
    written = {code: f"Criterion {code}.\n\n  {ODD}" for code in ("1.1", "2.7", "4.1", "5.2")}
    visiting.box("1.1").wait_for()
    with visiting.keeping(*written):
        for code, text in written.items():
            visiting.write(code, text)
        visiting.says("4 notes are not sent yet. There is no connection")
    visiting.page.close()  # the lid, or an empty battery
    with visiting.case() as case:
        records.write_note(case, "2.7", "Written on the tablet.", version=0, by=the_cast().leah)

    visiting.page = visiting.context.new_page()
    visiting.page.goto(visiting.address)
    visiting.says("4 notes are not sent yet. There is no connection")
    kept = {code: visiting.box(code).input_value() for code in written}
    visiting.mend()
    visiting.says("1 note waits for you to choose between two texts.")
    for code in ("1.1", "4.1", "5.2"):
        visiting.saved(code)
    standing = visiting.notes()
    visiting.page.locator("#unsent").get_by_role("link", name="Go to the note").click()
    expect(visiting.page.locator(f"{place('2.7')} [data-part=newer]")).to_be_in_viewport()
    choosing = visiting.page.locator(f"{place('2.7')} [data-part=newer]")
    both = choosing.inner_text()
    choosing.get_by_role("button", name="Put both together").click()
    visiting.says("Every note is sent.")

    joined = f"Written on the tablet.\n\n{written['2.7']}"
    mine = {("Leah", code): text for code, text in written.items()}
    assert kept == written
    assert standing == mine | {("Leah", "2.7"): "Written on the tablet."}
    assert "Written on the tablet." in both
    assert "<b>not bold</b>" in both
    assert visiting.notes() == mine | {("Leah", "2.7"): joined}
    assert visiting.former_texts() == ["Written on the tablet."]
    with visiting.case() as case:
        assert db.session.query(Draft).filter_by(application_id=case.id).count() == 0


def test_a_lesson_and_a_sample_seen_without_a_line_come_back_once_with_their_conflicts(visiting):
    chemistry = draw_and_begin_a_lesson(visiting)
    visiting.take_along()
    visiting.cut()
    visiting.page.reload()
    visiting.box(chemistry).wait_for(state="attached")
    observe(visiting)
    visiting.box("sample:1").fill("2 of 3 files hold both references.")
    visiting.box(chemistry).fill("Written on the laptop.")
    visiting.says("5 notes are not sent yet. There is no connection")
    wait_until(visiting.page, lambda: visiting.page.evaluate(NOTHING_WOULD_BE_LOST))
    visiting.page.close()
    with visiting.case() as case:
        lesson = case.visit.lessons[0]
        lesson.seen, lesson.doing = "Written on the tablet.", 60
        case.visit.samples[0].outcome = "All three, says Rafael."

    visiting.page = visiting.context.new_page()
    visiting.page.goto(visiting.address)
    visiting.says("5 notes are not sent yet. There is no connection")
    kept = "".join(visiting.page.evaluate(LETTERS)["letters"])
    visiting.mend()
    visiting.says("2 notes are not sent yet. 2 notes wait for you to choose between two texts.")
    standing = visiting.observed()
    both = visiting.page.locator(f"{place(chemistry)} [data-part=newer]").inner_text()
    for code in (chemistry, "sample:1"):
        choosing = visiting.page.locator(f"{place(code)} [data-part=newer]")
        choosing.get_by_role("button", name="Put both together").click()
    visiting.says("Every note is sent.")

    physics = ("Physics", "Year 10", 45, None, ODD, {0: "Pairs at work.", 12: "A poll."})
    chemistry_there = ("Chemistry", "Year 9", 40, 60, "Written on the tablet.", {})
    assert "Pairs" not in kept
    assert standing == ([chemistry_there, physics], "All three, says Rafael.")
    assert "Students doing: 60 %" in both
    assert "Written on the tablet." in both
    assert visiting.observed() == (
        [("Chemistry", "Year 9", 40, 60, "Written on the tablet.\n\nWritten on the laptop.", {}), physics],
        "All three, says Rafael.\n\n2 of 3 files hold both references.",
    )
    visiting.page.reload()
    visiting.says("Every note is sent.")
    expect(visiting.page.locator(f"{place(chemistry)} [name=doing]")).to_have_value("60")
    expect(visiting.card("Physics, Year 10").get_by_label(re.compile("^What was seen in "))).to_have_count(2)


def test_what_is_seen_before_the_sheet_says_which_lesson_it_is_stays_on_the_device(visiting):
    page = visiting.take_along()
    visiting.cut()
    page.get_by_role("button", name="Add a lesson sheet").click()
    page.get_by_role("button", name="Note what is seen now").click()
    page.get_by_label(re.compile("^What was seen in ")).fill("The camera is off.")
    visiting.says("1 note is not sent yet.")
    wait_until(page, lambda: page.evaluate(NOTHING_WOULD_BE_LOST))

    page.reload()
    visiting.says("1 note is not sent yet.")
    seen = visiting.card("New lesson sheet").get_by_label(re.compile("^What was seen in ")).input_value()
    asked = visiting.card("New lesson sheet").locator("[data-part=state]").first.inner_text()
    visiting.mend()
    for label, typed in (("Minute of the lesson", "3"), ("Subject", "Art"), ("Stage", "Year 8"), ("Minutes", "40")):
        page.locator("#own-lessons").get_by_label(re.compile(f"^{label}")).fill(typed)
    page.get_by_role("button", name="Send now").click()
    visiting.says("Every note is sent.")

    assert seen == "The camera is off."
    assert asked == "Not sent yet: type the minute at which you saw it."
    assert visiting.observed() == ([("Art", "Year 8", 40, None, "", {3: "The camera is off."})], "")


def test_what_was_sent_before_the_line_was_cut_still_stands_on_the_page(visiting):
    page = visiting.take_along()
    visiting.box("1.1").fill("Twelve files were read.")
    page.get_by_role("button", name="Send now").click()
    visiting.saved("1.1")
    visiting.says("Every note is sent.")

    visiting.cut()
    page.reload()
    visiting.says("Every note is sent. There is no connection")
    standing = visiting.box("1.1").input_value()
    visiting.box("1.1").fill("Thirteen files were read.")
    visiting.mend()
    visiting.says("Every note is sent.")

    expect(visiting.page.locator("#unsent")).not_to_contain_text("no connection")
    assert standing == "Twelve files were read."
    assert visiting.notes() == {("Leah", "1.1"): "Thirteen files were read."}


def test_after_the_report_went_on_a_lesson_is_given_back_and_can_be_taken_off_the_device(visiting):
    visiting.take_along()
    visiting.cut()
    observe(visiting)
    with visiting.case() as case:
        case.state = State.FACTUAL_CHECK

    visiting.mend()
    visiting.says("3 notes were not added; the text is given back below.")
    given = visiting.card("Physics, Year 10").locator("[data-part=given]")
    sentences = given.locator("[data-part=sentence]").all_inner_texts()
    for _ in range(3):
        given.get_by_role("button", name="I have it: remove it from this device").first.click()
    expect(visiting.card("Physics, Year 10")).to_have_count(0)

    assert len(set(sentences)) == 1
    assert sentences[0].startswith("You cannot record what was seen at the visit")
    assert visiting.observed() == ([], "")
    visiting.page.goto(f"{visiting.running.url}/drafts")
    expect(visiting.page.get_by_text("A poll.")).to_have_count(1)


def test_a_note_whose_answer_is_lost_is_sent_again_and_counts_once(visiting):
    page = visiting.take_along()
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        lost.append(route.request.post_data or "")
        if len(lost) == 1:
            visiting.box("1.1").fill("Seen, and seen again.")
        route.abort()

    visiting.context.route(re.compile("/offline/notes$"), lose_the_answer, times=2)
    visiting.box("1.1").fill("Seen.")
    page.get_by_role("button", name="Send now").click()
    visiting.says("There is no connection")
    visiting.says("Every note is sent.")

    ids = {re.search("_once=([^&]+)", body)[1] for body in lost}
    assert len(lost) == 2
    assert len(ids) == 1
    assert visiting.notes() == {("Leah", "1.1"): "Seen, and seen again."}
    assert visiting.former_texts() == ["Seen."]


def test_after_the_report_went_on_the_text_is_given_back_with_one_sentence(visiting):
    visiting.take_along()
    visiting.cut()
    visiting.write("1.1", "Twelve files were read.")
    with visiting.case() as case:
        case.state = State.FACTUAL_CHECK

    visiting.mend()
    expect(visiting.page.locator("#unsent")).to_have_text(
        "1 note was not added; the text is given back below. Go to the note"
    )
    given = visiting.page.locator(f"{place('1.1')} [data-part=given]").inner_text()
    visiting.page.reload()
    visiting.says("1 note was not added; the text is given back below.")

    assert given.startswith("You cannot record what was seen at the visit")
    assert "It is kept under “Your drafts”, too." in given
    assert visiting.box("1.1").input_value() == "Twelve files were read."
    assert visiting.notes() == {}
    visiting.page.goto(f"{visiting.running.url}/drafts")
    expect(visiting.page.get_by_text("Twelve files were read.")).to_have_count(1)


def test_signing_out_throws_the_key_away_and_nothing_unsent_is_lost(visiting):
    visiting.take_along()
    visiting.cut()
    with visiting.keeping("1.1"):
        visiting.write("1.1", "Twelve files were read.")
    before = visiting.page.evaluate(LETTERS)
    visiting.context.route("**/offline/notes", lambda route: route.abort())
    visiting.mend()
    on_the_way: list[Route] = []
    visiting.context.route("**/notebook_leaving.js*", lambda route: on_the_way.append(route))
    visiting.page.goto(f"{visiting.running.url}/account")
    sign_out = visiting.page.get_by_role("button", name="Sign out", exact=True)
    sign_out.click()
    wait_until(visiting.page, lambda: on_the_way)
    on_the_way[0].continue_()  # on a slow line, the press comes before the script
    visiting.context.unroute("**/notebook_leaving.js*")
    visiting.page.get_by_text("One note of a visit is not sent yet.").wait_for()
    with visiting.page.expect_navigation():
        sign_out.click()
    after = visiting.page.evaluate(LETTERS)
    visiting.cut()
    visiting.page.goto(visiting.address)
    visiting.says("The notebook is locked.")
    visiting.mend()
    visiting.context.unroute("**/offline/notes")
    sign_in(InChromium(visiting.app, visiting.page, visiting.running.url), "rafael@example.org")
    visiting.take_along()
    another = visiting.box("1.1").input_value()
    sign_in(InChromium(visiting.app, visiting.page, visiting.running.url), "leah@example.org")
    visiting.take_along()
    visiting.says("Every note is sent.")

    assert (before["keys"], before["extractable"], after["keys"]) == (1, [False], 0)
    assert "Twelve" not in "".join(before["letters"] + after["letters"])
    assert len(after["letters"]) == len(before["letters"]) > 1
    assert another == ""
    assert visiting.notes() == {("Leah", "1.1"): "Twelve files were read."}


def test_in_a_second_window_the_notebook_says_that_it_is_open_already(visiting):
    visiting.take_along()

    second = visiting.context.new_page()
    second.goto(visiting.address)

    expect(second.locator("#unsent")).to_contain_text("open in another window of this browser")
    expect(second.locator("textarea")).to_have_count(0)
