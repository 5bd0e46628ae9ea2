"""The demonstration as it lies in the database: every state, whole histories, and nothing past the rules."""

from collections import Counter
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from registration.accounts.models import Person
from registration.accounts.passwords import verify_password
from registration.applications.models import Application
from registration.database import db, now
from registration.demonstration import again, people, service
from registration.demonstration.cases import told
from registration.errors import Refused
from registration.evidence.models import EvidenceVersion
from registration.moderation.models import AgreedFinding
from registration.notifications.models import Letter
from registration.reapproval.standing import to_judge, unconfirmed
from registration.reports.about import Names
from registration.reports.comparing import comparison
from registration.reports.frozen import restored
from registration.review.models import Finding
from registration.workflow import needs
from registration.workflow.models import Event, Tally
from registration.workflow.states import State
from standards.outcome import suggest

NAMES = Names("The registration body", "registration@body.example", "Europe/London")
COMPLETE = "OSR-2026-TAMAR1"

pytestmark = pytest.mark.pdf


def listing():
    return [
        (a.reference, a.state.value, a.school.name)
        for a in db.session.scalars(select(Application).order_by(Application.id))
    ]


@pytest.fixture(scope="module")
def loaded(demonstration_at_rest):
    """The demonstration as the command leaves it; the journeys in the browser go through the same."""
    with demonstration_at_rest.inside() as app:
        yield SimpleNamespace(app=app, store=app.extensions["store"])


def the(reference):
    return db.session.scalars(select(Application).where(Application.reference == reference)).unique().one()


def test_every_state_is_shown_by_a_case(loaded):
    states = set(db.session.scalars(select(Application.state)))

    assert states == set(State)


def test_each_case_stands_where_the_material_says(loaded):
    wanted = {each.reference: each.state.value for each in told()} | {again.REFERENCE: "draft"}

    assert {reference: state for reference, state, _ in listing()} == wanted


def test_a_registered_school_applies_again_with_what_it_sent(loaded):
    draft = the(again.REFERENCE)

    left = {row.criterion_code for row in draft.carried} - {*again.CONFIRMED, again.CHANGED}
    assert draft.follows.state is State.REGISTERED
    assert set(unconfirmed(draft)) == left
    assert draft.follows.registration.declaration_overdue_since is not None


def test_a_school_was_renewed_and_only_what_had_to_be_was_judged_anew(loaded):
    renewed = db.session.scalars(select(Application).where(Application.state == State.RENEWED)).unique().one()
    again_registered = renewed.followed_by[0]

    assert renewed.registration.renewed_by is again_registered.registration
    assert {f.criterion_code for f in again_registered.findings} == set(to_judge(again_registered))
    assert len(to_judge(again_registered)) == 8
    assert renewed.registration.declaration_overdue_since is None


def test_the_tally_agrees_with_the_cases(loaded):
    counted = Counter(db.session.scalars(select(Application.state)))

    tally = {row.state: row.applications for row in db.session.scalars(select(Tally)) if row.applications}

    assert tally == {state.value: count for state, count in counted.items()}


def test_histories_run_forward_and_end_today_or_before(loaded):
    for application in db.session.scalars(select(Application)).unique():
        moments = [event.at for event in application.events]

        assert moments == sorted(moments)
        assert moments[-1] <= now()
        assert application.events[-1].to_state == application.state.value


def test_everybody_listed_can_sign_in(loaded):
    accounts = {person.email: person for person in db.session.scalars(select(Person)).unique()}

    assert {each.email for each in people.listed()} == set(accounts)
    assert verify_password(accounts["eleni.stavrinou@tamarisklane.example"].password_hash, people.PASSWORD)


def test_the_complete_case_passes_what_a_submission_needs(loaded):
    application = the(COMPLETE)

    held = [
        need.holds(application)
        for need in (
            needs.profile_complete,
            needs.every_criterion_answered,
            needs.every_criterion_evidenced,
            needs.every_file_checked,
        )
    ]

    assert held == [True] * 4


def test_the_complete_case_waits_for_a_decision_with_its_frozen_report(loaded):
    application = the(COMPLETE)
    final = application.report.editions[-1]

    suggestion = suggest(
        application.standard,
        {f.criterion_code: f.rating for f in application.agreed_findings if f.stage == "final"},
    )

    assert needs.report_frozen.holds(application)
    assert final.pages >= 15
    assert loaded.store.verify(final.storage_key, final.sha256)
    assert suggestion.outcome == "approve_with_conditions"
    assert [c.criterion_code for c in application.conditions] == ["2.3", "3.3", "4.3"]


def test_what_the_replies_say_was_changed_is_changed_in_the_final_report(loaded):
    report = the(COMPLETE).report
    draft, final = (restored(edition.content) for edition in report.editions)

    changed = {change.number for change in comparison(draft, final).changes}

    answered = {str(c.paragraph.number) for c in report.comments if c.reply in ("accepted", "partly")}
    assert changed == answered
    assert len(changed) == 3


def test_reviewers_of_the_complete_case_differ(loaded):
    given = Counter(
        code
        for code, _ in db.session.execute(
            select(Finding.criterion_code, Finding.rating)
            .where(Finding.application == the(COMPLETE))
            .distinct()
        )
    )

    assert sum(count > 1 for count in given.values()) >= 10


def test_files_of_every_kind_are_in_the_store(loaded):
    kinds = set(db.session.scalars(select(EvidenceVersion.media_type)))
    scans = db.session.scalar(select(func.count()).where(EvidenceVersion.has_text.is_(False)))
    longest = db.session.scalar(select(func.max(EvidenceVersion.pages)))

    assert len(kinds - {""}) == 6
    assert scans >= 2
    assert longest == 60


def test_one_request_for_evidence_is_open_and_partly_answered(loaded):
    application = next(
        a for a in db.session.scalars(select(Application)).unique() if a.state is State.EVIDENCE_REQUESTED
    )

    answered = [bool(item.answer) for item in application.open_request.items]

    assert answered == [True, False, False]


def test_some_findings_have_become_stale(loaded):
    application = next(
        a for a in db.session.scalars(select(Application)).unique() if a.state is State.DESK_REVIEW
    )
    wanted = application.submission.snapshot["fingerprints"]

    stale = {f.criterion_code for f in application.findings if f.fingerprint != wanted[f.criterion_code]}

    assert stale == {"4.2", "5.2"}


def test_a_letter_waits_for_a_second_person(loaded):
    waiting = db.session.scalars(
        select(Letter).where(Letter.needs_release, Letter.released_at.is_(None))
    ).all()

    assert {letter.application.state for letter in waiting} == {State.APPROVED}


def test_an_adviser_of_a_school_is_not_on_its_panel(loaded):
    application = next(
        a for a in db.session.scalars(select(Application)).unique() if a.state is State.SUSPENDED
    )
    ravi = db.session.scalars(select(Person).where(Person.name == "Ravi Menon")).unique().one()

    assert ravi.relations[0].school == application.school
    assert ravi not in [assignment.person for assignment in application.assignments]


def test_every_move_of_the_main_line_was_made_by_somebody(loaded):
    moves = set(db.session.scalars(select(Event.move)))

    assert {
        "request_evidence",
        "send_evidence",
        "conclude_without_visit",
        "close_conditions",
        "hold",
        "appeal",
    } <= moves
    assert db.session.scalar(select(func.count()).where(Event.person_id.is_(None))) == 0


def test_final_judgements_are_complete_where_a_report_went_out(loaded):
    counts = db.session.execute(
        select(AgreedFinding.application_id, func.count())
        .where(AgreedFinding.stage == "final")
        .group_by(AgreedFinding.application_id)
    ).all()

    assert sorted(count for _, count in counts)[0] == 13
    assert Counter(count for _, count in counts)[26] == 13


def test_a_second_load_is_refused_and_changes_nothing(loaded):
    before = listing()

    with pytest.raises(Refused, match="not empty"):
        service.load(loaded.store, NAMES, "")

    assert listing() == before
