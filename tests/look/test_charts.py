"""Charts say in shapes what the numbers say, and no more."""

import pytest

from registration import charts
from registration.charts import Step

SCALE = [Step("4", "Exceeds", "exceeds"), Step("3", "Met", "met"), Step("2", "Partly met", "partly")]


@pytest.mark.parametrize(("done", "total", "percent"), [(0, 26, 0), (25, 26, 96), (26, 26, 100), (0, 0, 0)])
def test_a_ring_is_full_only_when_all_is_done(done, total, percent):
    ring = charts.ring(done, total)

    assert ring.percent == percent
    assert (ring.drawn == ring.length) == (percent == 100)


def test_a_bar_is_shared_out_by_the_counts():
    chart = charts.stacked_bars([("Leadership", {"4": 1, "3": 3})], SCALE, width=400)

    assert [(s.step.key, s.x, s.width) for s in chart.bars[0].segments] == [("4", 0, 100), ("3", 100, 300)]


def test_a_bar_without_counts_is_empty_and_says_so():
    chart = charts.stacked_bars([("Leadership", {}), ("Teaching", {"9": 4})], SCALE)

    assert [bar.segments for bar in chart.bars] == [(), ()]
    assert chart.description == "Leadership: nothing yet; Teaching: nothing yet."


def test_the_description_holds_every_number():
    chart = charts.stacked_bars([("Leadership", {"4": 1, "2": 3})], SCALE)

    assert chart.description == "Leadership: 1 exceeds, 3 partly met."


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("tone", charts.COLOURS)
def test_a_number_can_be_read_on_its_colour(tone):
    step = Step("x", "X", tone)
    light, dark = sorted((luminance(step.fill), luminance(step.ink)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5
