"""A long application in parts: nothing left out, nothing twice, each part short enough for a slow line."""

from registration.applications.dossier import dossier_of
from registration.applications.parts import LONGEST, length_of, part_of, parts_of
from registration.applications.snapshot import snapshot_of
from registration.database import db
from tests import factories

LONG = "We teach each lesson as it was planned. " * 150


def long_application(cast):
    application = factories.application(cast, answered=True)
    for response in application.responses:
        response.statement = LONG
    db.session.commit()
    return application


def test_every_criterion_stands_in_one_part_and_in_order(cast):
    dossier = dossier_of(snapshot_of(long_application(cast)))

    codes = [c.criterion.code for areas in parts_of(dossier) for read in areas for c in read.criteria]

    assert codes == [c.criterion.code for read in dossier.areas for c in read.criteria]


def test_no_part_is_longer_than_it_may_be_unless_one_criterion_is(cast):
    parts = list(parts_of(dossier_of(snapshot_of(long_application(cast)))))

    assert len(parts) > 5
    for areas in parts:
        lengths = [length_of(c) for read in areas for c in read.criteria]
        assert len(lengths) == 1 or sum(lengths) <= LONGEST


def test_an_ordinary_application_is_one_part(cast):
    application = factories.application(cast, answered=True)

    part = part_of(dossier_of(snapshot_of(application)), 9)

    assert (part.number, part.pages, part.is_first, part.is_last) == (1, 1, True, True)


def test_contents_lead_into_the_part_that_holds_them(browser, cast):
    application = long_application(cast)
    mirror = browser.sign_in(cast.amina).open("applications.mirror", reference=application.reference)
    links = mirror.links()

    assert "Evidence" not in [heading.text for heading in mirror.all("h2")]
    for words in ("5. Legal requirements", "Evidence", "Declaration"):
        path, _hash, anchor = links[words].partition("#")
        assert [e for e in browser.open(path).all("h2") if e.get("id") == anchor], words
