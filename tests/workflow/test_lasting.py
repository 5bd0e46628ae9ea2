"""Which moves last: whatever is decided and taken back in between, the rest of the history is as if it had not been."""

from types import SimpleNamespace

from hypothesis import given, settings, strategies as st

from registration.workflow.lasting import APPEAL_OUTCOMES, TAKE_BACK, UNDONE_BY, lasting
from registration.workflow.transitions import BY_NAME, SAME, TABLE
from standards.model import OUTCOMES

OTHER = ["submit", "hold", "resume", "send_to_decision", "return_report", "release", "appeal"]
HEARD = sorted(APPEAL_OUTCOMES)
step = st.one_of(
    st.sampled_from(OTHER).map(lambda move: [move]),
    st.sampled_from(OUTCOMES).map(lambda outcome: [outcome]),
    st.sampled_from(OUTCOMES).map(lambda outcome: [outcome, TAKE_BACK]),
    st.sampled_from(HEARD).map(lambda outcome: [outcome, "take_back_appeal"]),
    st.sampled_from(HEARD).map(lambda outcome: [outcome, "release_appeal"]),
    st.just(["withdraw_appeal"]),
)


@settings(deadline=None)
@given(st.lists(step, max_size=12))
def test_decisions_taken_back_and_nothing_else_are_left_out(steps):
    events = [SimpleNamespace(move=move) for moves in steps for move in moves]

    kept = [event.move for event in lasting(events)]

    assert kept == [move for moves in steps if not {TAKE_BACK, "take_back_appeal"} & {*moves} for move in moves]


def test_each_move_that_takes_back_can_come_only_right_after_what_it_takes_back():
    """As the table has it: a decision that waits leaves its state by nothing else that is kept."""
    for taking, undone in UNDONE_BY.items():
        between = [row for row in TABLE if row.target is SAME and row.source & BY_NAME[taking].source
                   and row.name not in undone | UNDONE_BY.keys()]  # fmt: skip
        assert {row.name for row in between} <= {"release", "release_appeal"}, taking


def test_an_outcome_that_nobody_let_go_does_not_last_when_the_appeal_is_withdrawn():
    moves = ["appeal", "uphold_appeal", "withdraw_appeal", "appeal", "dismiss_appeal", "release_appeal"]

    kept = [event.move for event in lasting(SimpleNamespace(move=move) for move in moves)]

    assert kept == ["appeal", "withdraw_appeal", "appeal", "dismiss_appeal", "release_appeal"]
