"""Which moves last: whatever is decided and taken back in between, the rest of the history is as if it had not been."""

from types import SimpleNamespace

from hypothesis import given, settings, strategies as st

from registration.workflow.lasting import TAKE_BACK, lasting
from standards.model import OUTCOMES

OTHER = ["submit", "hold", "resume", "send_to_decision", "return_report", "release", "appeal", "uphold_appeal"]
step = st.one_of(
    st.sampled_from(OTHER).map(lambda move: [move]),
    st.sampled_from(OUTCOMES).map(lambda outcome: [outcome]),
    st.sampled_from(OUTCOMES).map(lambda outcome: [outcome, TAKE_BACK]),
)


@settings(deadline=None)
@given(st.lists(step, max_size=12))
def test_decisions_taken_back_and_nothing_else_are_left_out(steps):
    events = [SimpleNamespace(move=move) for moves in steps for move in moves]

    kept = [event.move for event in lasting(events)]

    assert kept == [move for moves in steps if TAKE_BACK not in moves for move in moves]
