"""How much faster an answer is, and which tier it has reached.

The original and the answer are loaded in turn, and each two rounds that follow each other are a
pair. What else runs on the machine slows both, and rarely both alike: so each round's requests a
second are divided by the share of the processors that other programs left free in it. The score is
the median of the pairs' ratios.

A tier counts when the smallest of the ratios reaches it, not the median. Two runs of one answer
differ by some per cent. With the median, an answer near a limit would have another tier in every
second run; a tier of the smallest ratio says that each pair of the run has reached it, and a tier
once reached is stored for good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kata.capstone.load import Round

TIERS = (("gold", 30.0), ("silver", 10.0), ("bronze", 3.0))
WORTH_A_WORD = 0.15  # of the processors


@dataclass(frozen=True)
class Score:
    """How much faster an answer is.

    Attributes:
        ratio: the median of the pairs' ratios of requests a second.
        lowest: the smallest of them.
        p95: how much shorter the time is that 95 of 100 requests took at most.
    """

    ratio: float
    lowest: float
    p95: float

    @property
    def tier(self) -> str:
        """The tier that every pair has reached, empty for none."""
        return tier(self.lowest)


def tier(ratio: float) -> str:
    """Return the tier of a ratio, empty for none."""
    return next((name for name, limit in TIERS if ratio >= limit), "")


def score(pairs: Sequence[tuple[Round, Round]]) -> Score:
    """Return the score of some pairs of rounds, the original's first."""
    found = ratios(pairs)
    p95 = [_over(before.possible_p95, after.possible_p95) for before, after in pairs]
    return Score(median(found), min(found), median(p95))


def ratios(pairs: Sequence[tuple[Round, Round]]) -> list[float]:
    """Return how many more requests a second the answer could do, for each pair."""
    return [_over(after.possible, before.possible) for before, after in pairs]


def busy(pairs: Sequence[tuple[Round, Round]]) -> str:
    """Return a sentence on what other programs used; empty if that was little."""
    most = max(1 - each.free for pair in pairs for each in pair)
    if most < WORTH_A_WORD:
        return ""
    return (
        f"Other programs used up to {most:.0%} of the processors in a round. The ratios allow for "
        "that, and are surer on a machine with nothing else to do."
    )


def next_tier(found: Score) -> str:
    """Return a sentence on what the next tier takes, empty after the last one."""
    above = [(name, limit) for name, limit in reversed(TIERS) if limit > found.lowest]
    if not above:
        return ""
    name, limit = above[0]
    if found.ratio >= limit:
        return (
            f"The median reaches {name}, and the slowest pair of rounds has {found.lowest:.1f}x: "
            f"{name} takes {limit:g}x in every pair. Run it again when the machine has nothing "
            "else to do, or make one more page faster."
        )
    return f"{name.capitalize()} takes {limit:g}x in every pair of rounds."


def _over(one: float, other: float) -> float:
    return one / other if other else 0.0
