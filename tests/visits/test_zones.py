"""What a typed time means in a zone, and when a clock there is changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings, strategies as st

from registration.visits import zones

ZONES = (
    "UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Tokyo",
    "America/St_Johns", "Africa/Casablanca", "Pacific/Apia", "America/Santiago",
)  # fmt: skip
zone_names = st.sampled_from(ZONES)
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
moments = st.integers(0, 60 * 24 * 365 * 4).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def test_the_hour_left_out_when_clocks_go_forward_is_refused():
    with pytest.raises(zones.NoSingleMoment) as refused:
        zones.moment_at(date(2027, 3, 28), time(1, 30), "Europe/London")

    assert str(refused.value) == (
        "The clocks in Europe/London change on 28 March 2027, and 01:30 does not come on that day. "
        "Choose another time."
    )


def test_the_hour_that_comes_twice_when_clocks_go_back_is_refused():
    with pytest.raises(zones.NoSingleMoment, match="01:30 comes twice on that day"):
        zones.moment_at(date(2027, 10, 31), time(1, 30), "Europe/London")


@settings(deadline=None)
@given(days, st.times(), zone_names)
def test_a_time_that_is_not_refused_is_what_the_clock_there_shows(day, at, zone):
    at = at.replace(fold=0, tzinfo=None)
    try:
        moment = zones.moment_at(day, at, zone)
    except zones.NoSingleMoment:
        near = datetime.combine(day, at, tzinfo=UTC)
        assert zones.clock_change(near - timedelta(days=2), near + timedelta(days=2), zone)
        return

    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == datetime.combine(day, at)


@settings(deadline=None)
@given(moments, st.integers(1, 60 * 24 * 40), zone_names)
def test_a_change_of_clocks_is_found_just_where_the_offset_changes(start, minutes, zone):
    end = start + timedelta(minutes=minutes)

    found = zones.clock_change(start, end, zone)

    if found is None:
        hourly = (start + timedelta(hours=h) for h in range(minutes // 60 + 1))
        assert {zones.offset(moment, zone) for moment in (*hourly, end)} == {zones.offset(start, zone)}
    else:
        assert start <= found <= end
        assert zones.offset(found, zone) != zones.offset(found - timedelta(seconds=1), zone)


@settings(deadline=None)
@given(moments, st.integers(1, 480), zone_names)
@example(datetime(2027, 3, 1, 23, tzinfo=UTC), 60, "UTC")
@example(datetime(2027, 3, 1, 23, tzinfo=UTC), 61, "UTC")
def test_an_item_goes_over_midnight_when_its_first_and_last_minute_have_other_dates(start, minutes, zone):
    start = start.replace(second=0, microsecond=0)
    first, last = (
        moment.astimezone(ZoneInfo(zone)).date()
        for moment in (start, start + timedelta(minutes=minutes) - timedelta(seconds=1))
    )

    assert zones.over_midnight(start, start + timedelta(minutes=minutes), zone) is (first < last)


def test_two_sides_stand_nearer_for_the_weeks_in_which_one_of_them_has_changed():
    sides = ("Europe/London", "America/New_York")

    apart = [zones.apart(datetime(2027, 3, day, 12, tzinfo=UTC), sides) for day in (1, 20, 30)]

    assert apart == [timedelta(hours=-5), timedelta(hours=-4), timedelta(hours=-5)]
