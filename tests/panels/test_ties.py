"""Ties to a school are found by domain, by name and by what went before; looked for again; decided with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from registration.access.standing import conflicted
from registration.database import db, now, today
from registration.errors import NotAllowed, Refused
from registration.notifications.models import Letter
from registration.panels import access_queries, checking_service, profile_service, service
from registration.panels.models import Concern, Place, ReviewerProfile
from registration.panels.profile_service import Profile
from registration.panels.ties import Before, Organisation, ReviewerFacts, SchoolFacts, ties_of
from registration.review import relations
from registration.review.models import EvidenceOpening, Finding
from registration.schools.models import Relation
from registration.workflow.states import State
from tests import factories

YEAR = 2026
SCHOOL = SchoolFacts(
    ("Harbour Lights Online School", "Harbour Education Ltd"), ("Cedar Tree Academy",), frozenset({"harbour.example"})
)


def rules(mail="rafael@body.example", *organisations, before=()):
    return [tie.rule for tie in ties_of(ReviewerFacts(mail, organisations, before), SCHOOL, YEAR)]


@pytest.mark.parametrize(
    ("organisation", "found"),
    [
        (Organisation("HARBOUR EDUCATION, Ltd."), ["organisation"]),
        (Organisation("Another name", "https://learn.harbour.example/staff"), ["organisation"]),
        (Organisation("Cedar Tree Academy", until=YEAR - 6), ["related"]),
        (Organisation("Cedar Tree Academy", until=YEAR - 7), []),
        (Organisation("Harbour View School", "harbour-view.example"), []),
    ],
)
def test_organisations_are_found_by_name_and_by_domain_within_six_years(organisation, found):
    assert rules("rafael@body.example", organisation) == found


def test_an_address_of_the_school_is_found_and_one_that_looks_like_it_is_not():
    assert rules("rafael@mail.harbour.example") == ["mail"]
    assert rules("rafael@harbour.example.net") == []
    assert rules("harbour.example@body.example") == []


def test_what_went_before_is_said_once():
    before = Before("judged", "OSR-2020-AAAAAA", "Was on the panel of OSR-2020-AAAAAA, of the same school.")

    assert rules(before=(before, before)) == ["judged"]


# --- looking again ---


@pytest.fixture
def case(cast):
    made = factories.application(cast, State.DESK_REVIEW)
    profile = {"2": {"organisation": "Harbour Education Ltd", "owners": [{"name": "Sea Holding"}]}}
    made.submission.snapshot = {**made.submission.snapshot, "profile": profile}
    db.session.commit()
    return made


def says(person, *organisations, version=0):
    named = tuple(Organisation(name) for name in organisations)
    return profile_service.save_profile(person, Profile(("English",), (), 40, named, version))


def concerns():
    return db.session.scalars(select(Concern).order_by(Concern.id)).all()


def test_a_change_of_profile_finds_a_tie_once_and_tells_the_desk_alone(cast, case):
    assert says(cast.rafael, "Sea Holding") == 1
    assert says(cast.rafael, "Sea Holding", "Elsewhere", version=1) == 0
    db.session.commit()

    assert [(c.person, c.rule, c.outcome) for c in concerns()] == [(cast.rafael, "organisation", "")]
    told = db.session.scalars(select(Letter).where(Letter.template == "tie_found")).all()
    assert {letter.person for letter in told} == {cast.carys, cast.nora}


def test_what_a_school_sends_anew_is_looked_through(cast, case):
    case.submission.snapshot = {**case.submission.snapshot, "profile": {"2": {"organisation": "Other"}}}
    says(cast.rafael, "Sea Holding")
    case.submission.snapshot = {**case.submission.snapshot, "profile": {"2": {"owners": [{"name": "Sea Holding"}]}}}
    db.session.flush()

    assert [checking_service.look_where_something_was_sent() for _ in range(2)] == [1, 0]


def test_those_who_only_may_be_asked_are_looked_at_too_and_learn_nothing(browser, cast, case):
    db.session.add(Place(application=case, person=cast.ravi, capacity="reviewer", assigned_by=cast.carys))
    db.session.commit()
    browser.sign_in(cast.ravi).open("panels.reviewing")

    page = browser.press("Save your profile", **{"hours": "40", "organisations-0-name": "Sea Holding"})

    assert "Your profile is saved." in page.text
    assert case.school.name not in page.text
    assert [c.person for c in concerns()] == [cast.ravi]


def test_a_tie_that_is_a_conflict_takes_the_person_off_with_their_work_kept(browser, cast, case):
    factories.finding(case, cast.rafael, "1.1")
    says(cast.rafael, "Sea Holding")
    db.session.commit()
    browser.sign_in(cast.carys).open("panels.concern", reference=case.reference, tie=concerns()[0].public_id)

    assert browser.press("Decide", outcome="conflict", reason="He told us so.").status == 422
    page = browser.press("Decide", outcome="conflict", kind="adviser", reason="He told us so.")

    assert "Rafael Example has left the panel." in page.text
    assert conflicted(cast.rafael, case.school)
    assert [f.reviewer for f in db.session.scalars(select(Finding))] == [cast.rafael]
    assert "Rafael" not in browser.sign_in(cast.leah).open("review.progress", reference=case.reference).text


def test_a_tie_that_is_none_stays_on_record_and_is_not_found_again(cast, case):
    says(cast.rafael, "Sea Holding")
    db.session.flush()

    checking_service.decide(concerns()[0], "no_conflict", "Another holding of that name.", by=cast.carys)

    assert not conflicted(cast.rafael, case.school)
    assert says(cast.rafael, "Sea Holding", version=1) == 0
    with pytest.raises(Refused, match="Somebody has decided this already"):
        checking_service.decide(concerns()[0], "conflict", "It is one.", kind="owner", by=cast.nora)


def test_nobody_decides_on_a_tie_of_their_own(cast, case):
    factories.assign(case, cast.nora, "reviewer")
    says(cast.nora, "Sea Holding")
    db.session.flush()

    with pytest.raises(Refused, match="This is about you"):
        checking_service.decide(concerns()[0], "no_conflict", "I know it is none.", by=cast.nora)


# --- the profile ---


def test_a_reviewer_keeps_their_profile_with_territories_by_name(browser, cast):
    browser.sign_in(cast.rafael).open("panels.reviewing")

    wrong = browser.press(
        "Save your profile", hours="30", territories="Portugal, Atlantis", languages="portuguese, Mirandese"
    )
    assert (wrong.status, "We do not know “Atlantis”" in wrong.text) == (422, True)
    assert wrong.value("languages") == "portuguese, Mirandese"
    browser.press("Save your profile", territories="portugal, Saint Helena")

    kept = db.session.scalars(select(ReviewerProfile)).one()
    assert (kept.person_id, kept.hours) == (cast.rafael.id, 30)
    assert (kept.languages, kept.territories) == (["Portuguese", "Mirandese"], ["PT", "SH"])
    assert browser.open("panels.reviewing").value("territories") == "Portugal, Saint Helena"


def test_a_profile_changed_in_another_window_is_not_written_over(browser, cast):
    browser.sign_in(cast.rafael).open("panels.reviewing")
    says(cast.rafael)
    db.session.commit()

    page = browser.press("Save your profile", hours="12")

    assert page.status == 409
    assert db.session.scalars(select(ReviewerProfile.hours)).one() == 40


def test_only_reviewers_have_such_a_page(browser, cast):
    for name, status in {"rafael": 200, "nora": 200, "carys": 404, "dana": 404, "ada": 404, "amina": 404}.items():
        assert browser.sign_in(getattr(cast, name)).open("panels.reviewing").status == status, name


# --- who had access meanwhile ---


def test_what_somebody_did_while_they_were_tied_is_told_without_what_they_found(browser, cast, case):
    version = case.evidence[0].current
    db.session.add(EvidenceOpening(application_id=case.id, person_id=cast.rafael.id, evidence_version=version))
    factories.finding(case, cast.rafael, "2.7", "not", rationale="A secret finding.")
    db.session.flush()
    since = today() - timedelta(days=30)
    made = relations.declare_relation(
        cast.rafael, case.school, kind="adviser", since=since, until=None, note="", by=cast.rafael
    )
    db.session.commit()

    page = browser.sign_in(cast.audrey).open("panels.access", relation=made.public_id)

    assert "1 file opened, 1 finding recorded" in page.text
    assert "A conflict of interest was declared." in page.text
    assert "2.7" in page.text
    assert "secret" not in page.text
    assert "Not met" not in page.text


def test_before_the_relation_began_is_not_meanwhile(cast, case):
    made = factories.finding(case, cast.rafael, "2.7")
    made.recorded_at = now() - timedelta(days=90)
    relation = Relation(person=cast.rafael, school=case.school, kind="other", since=today() - timedelta(days=30))
    db.session.add(relation)
    db.session.flush()

    (found,) = access_queries.access_of(relation, cast.audrey)

    assert [deed.meanwhile for deed in found.deeds] == [False]
    assert found.count(access_queries.FOUND) == 0


def test_six_years_after_the_relation_ended_still_are(cast, case):
    factories.finding(case, cast.rafael, "2.7")
    ended = today() - timedelta(days=365 * 5)
    relation = Relation(person=cast.rafael, school=case.school, kind="other", until=ended)
    db.session.add(relation)
    db.session.flush()

    (found,) = access_queries.access_of(relation, cast.audrey)

    assert found.count(access_queries.FOUND) == 1


def test_who_had_access_is_for_the_desk_but_not_about_oneself(browser, cast, case):
    connors = db.session.scalars(select(Relation)).one()

    seen = {
        name: browser.sign_in(getattr(cast, name)).open("panels.access", relation=connors.public_id).status
        for name in ("carys", "audrey", "connor", "leah", "dana", "amina")
    }

    assert seen == {"carys": 200, "audrey": 200, "connor": 404, "leah": 404, "dana": 404, "amina": 404}


def test_a_reader_who_is_tied_too_sees_no_case(browser, cast, case):
    made = relations.declare_relation(
        cast.rafael, case.school, kind="adviser", since=None, until=None, note="", by=cast.rafael
    )
    db.session.commit()

    page = browser.sign_in(cast.connor).open("panels.access", relation=made.public_id)

    assert case.reference not in page.text


def test_a_relation_of_somebody_else_is_recorded_by_the_desk_alone(cast, case):
    with pytest.raises(NotAllowed):
        relations.declare_relation(
            cast.rafael, case.school, kind="other", since=None, until=None, note="", by=cast.leah
        )


def test_somebody_whose_relation_ended_long_ago_can_be_assigned_with_a_reason(cast):
    case = factories.application(cast, State.SUBMITTED, panel=False)
    ended = today() - timedelta(days=365 * 8)
    db.session.add(Relation(person=cast.ravi, school=case.school, kind="employed_by", until=ended))
    db.session.flush()
    known = next(r for r in service.queries.reviewers_for(case) if r.key == cast.ravi.public_id)
    assert (known.against, [tie.rule for tie in known.ties]) == ("", ["old_relation"])

    with pytest.raises(Refused, match="Was tied to the school until"):
        service.assign(case, known, "reviewer", by=cast.carys)
    service.assign(case, known, "reviewer", by=cast.carys, despite="Eight years are enough.")

    assert [c.outcome for c in concerns()] == ["no_conflict"]
