"""The score is the median of the pairs, and the tier that of the slowest one."""

import pytest

from kata.capstone import score
from kata.capstone.load import Round
from kata.capstone.processors import Reading, free


def round_(rate: float, share: float = 1.0) -> Round:
    return Round(
        per_second=rate, p95=1000 / (rate or 1), count=int(rate), failed=0, refused=0, free=share
    )


def pairs(*ratios: float) -> list[tuple[Round, Round]]:
    return [(round_(10), round_(10 * ratio)) for ratio in ratios]


@pytest.mark.parametrize(
    ("ratios", "ratio", "tier"),
    [
        ((12, 11, 13), 12, "silver"),
        ((12, 9.9, 13), 12, "bronze"),  # one pair in doubt decides
        ((2.9, 9, 9), 9, ""),
        ((30, 30, 31), 30, "gold"),
        ((1, 1, 1), 1, ""),
        ((0, 0, 0), 0, ""),
    ],
)
def test_a_tier_takes_every_pair(ratios: tuple[float, ...], ratio: float, tier: str) -> None:
    found = score.score(pairs(*ratios))
    assert found.ratio == pytest.approx(ratio)
    assert found.lowest == pytest.approx(min(ratios))
    assert found.tier == tier


def test_what_else_ran_on_the_machine_makes_no_difference() -> None:
    idle = score.score(pairs(12, 12, 12))
    busy = score.score([(round_(10), round_(30, 0.25))] * 3)
    assert busy.ratio == pytest.approx(idle.ratio)
    assert busy.p95 == pytest.approx(idle.p95)
    assert score.busy([(round_(10), round_(30, 0.25))]).startswith("Other programs used up to 75%")
    assert score.busy(pairs(12)) == ""


def test_what_the_next_tier_takes_is_told() -> None:
    assert score.next_tier(score.score(pairs(40, 40, 40))) == ""
    assert "Gold takes 30x" in score.next_tier(score.score(pairs(12, 12, 12)))
    near = score.next_tier(score.score(pairs(12, 9, 12)))
    assert "the slowest pair of rounds has 9.0x" in near


def test_a_site_without_a_response_has_no_score() -> None:
    none = Round(per_second=0, p95=0, count=0, failed=9, refused=0)
    assert score.score([(round_(10), none)]).ratio == 0
    assert score.score([(none, round_(10))]).ratio == 0


def test_the_processors_are_compared_around_the_round() -> None:
    readings = [
        Reading(at=0.0, all=0.0, busy=0.0, ours=0.0),
        Reading(at=1.0, all=2.0, busy=2.0, ours=0.0),  # others, before the round
        Reading(at=2.0, all=4.0, busy=4.0, ours=1.0),
        Reading(at=3.0, all=6.0, busy=5.0, ours=2.0),
    ]
    assert free(readings, 1.2, 2.9) == pytest.approx(0.75)
    assert free(readings, 0.0, 3.0) == pytest.approx(0.5)
    assert free(readings[:1], 0.0, 3.0) == 1.0
