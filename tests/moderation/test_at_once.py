"""Two who lead a meeting at the same moment: one agreement is kept, and the other is shown both texts."""

from sqlalchemy import select

from registration.database import db
from registration.history import Revision
from registration.moderation.models import AgreedFinding, StandAside
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.security.test_races import at_once

ROUNDS = 4


def test_of_two_agreements_at_once_one_is_kept_and_the_other_sees_both(app, cast):
    case = factories.application(cast, State.MODERATION)
    factories.assign(case, cast.nora, "lead_reviewer")
    factories.finding(case, cast.leah, "1.1")
    db.session.commit()
    browsers = [Browser(app).sign_in(cast.leah), Browser(app).sign_in(cast.nora)]

    for turn in range(ROUNDS):
        posts = []
        for who, browser in zip(("Leah", "Nora"), browsers, strict=True):
            page = browser.open("moderation.criterion", reference=case.reference, code="1.1")
            fields = {name: page.value(name) for name in ("csrf_token", "_once", "version")}
            text = f"Round {turn} in the words of {who}."
            said = {"rating": "met", "accord": "agreed", "reason": text, "present": cast.leah.public_id, "stay": "yes"}
            posts.append((browser, browser.path, {**fields, **said}))
        answers = at_once(app, posts)

        assert sorted(status for status, _text in answers) == [302, 409], turn
        lost = next(n for n, (status, _text) in enumerate(answers) if status == 409)
        kept = posts[1 - lost][2]["reason"]
        for words in (*kept.split(), *posts[lost][2]["reason"].split()):
            assert words.strip(".") in answers[lost][1]
        assert db.session.scalars(select(AgreedFinding.reason)).one() == kept

    revisions = db.session.scalars(select(Revision).where(Revision.record == "agreed_finding")).all()
    assert len(revisions) == ROUNDS - 1


def test_sent_out_twice_at_once_somebody_stands_aside_once(app, cast):
    case = factories.application(cast, State.MODERATION)
    browsers = [Browser(app).sign_in(cast.leah), Browser(app).sign_in(cast.rafael)]
    posts = []
    for browser in browsers:
        page = browser.open("moderation.criterion", reference=case.reference, code="2.7")
        fields = {"csrf_token": page.value("csrf_token"), "person": cast.rafael.public_id, "tie": "A tie."}
        posts.append((browser, f"{browser.path}/stand-aside", fields))

    answers = at_once(app, posts)

    assert sorted(status for status, _text in answers) in ([302, 409], [302, 422])
    assert len(db.session.scalars(select(StandAside)).all()) == 1
