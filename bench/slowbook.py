"""What each step from Slowbook's original to gold brings, in requests a second.

After each step the site runs on all of its servers, under the judge's own load. The original has
a round before and after every two steps: a machine that slows down would else change the ratios.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import mean
from typing import Any

from kata import owner
from kata.capstone import machine, run, stack, story, subject
from kata.capstone.gates import Side
from kata.capstone.load import Round
from kata.capstone.run import Pace
from kata.services import ServiceProblem, guard, k6

PACE = Pace(seconds=3)
EVERY = 2  # steps between two rounds of the original


def measure(told: Callable[[str], None]) -> dict[str, Any]:
    """Return what ``story.Measured`` reads.

    Args:
        told: is called with a line after each round.

    Raises:
        ServiceProblem: something that this needs does not run, or requests fail.
    """
    k6.up()
    judged, steps = subject.slowbook(), story.steps()
    befores: list[Round] = []
    afters: list[Round] = []

    def load_original() -> None:
        befores.append(_loaded(original))
        told(f"the original: {befores[-1].possible:.1f} requests a second")

    with guard.watching(), owner.temporary_folder() as folder:
        cluster = stack.database(judged)
        with stack.running(judged.original, cluster) as site:
            original = _entered(site, judged)
            versions = machine.versions(site)
            for number, step in enumerate(story.projects(folder)):
                if number % EVERY == 0:
                    load_original()
                with stack.running(folder, cluster) as changed:
                    side = _entered(changed, judged)
                    if step.tier == steps[-1].tier:
                        run.warm_up(side, PACE)  # its caches
                    afters.append(_loaded(side))
                told(f"{step.name}: {afters[-1].possible:.1f}")
            load_original()
    ratios = {}
    for number, (step, after) in enumerate(zip(steps, afters, strict=True)):
        around = befores[number // EVERY : number // EVERY + 2]
        ratios[step.name] = round(after.possible / mean(each.possible for each in around), 2)
    return {
        "at": f"{datetime.now(UTC):%Y-%m-%d}",
        "free": round(min(each.free for each in (*befores, *afters)), 2),
        "versions": versions,
        "ratios": ratios,
    }


def write(found: dict[str, Any]) -> None:
    """Store what was measured where the site reads it."""
    story.MEASURED.write_text(
        json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _entered(site: stack.Stack, judged: subject.Subject) -> Side:
    side = Side(site, judged.requests)
    if not (entered := side.log_in()).passed:
        raise ServiceProblem(entered.says)
    return side


def _loaded(side: Side) -> Round:
    found = run.loaded(side, PACE)
    if not found.count:
        raise ServiceProblem("No request was answered: is this machine busy with something else?")
    if found.failed:
        raise ServiceProblem(f"{found.failed} of {found.count + found.failed} requests failed.")
    return found
