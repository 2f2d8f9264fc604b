"""The way from the original to gold, step by step: what each step fixes, and what it has brought.

A step takes over some files of a reference. The site runs after each step, and after the last step
of a tier it is that reference.
"""

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kata.capstone.subject import ORIGINALS, lay

STEPS, MEASURED = ORIGINALS / "steps.toml", ORIGINALS / "measured.json"


@dataclass(frozen=True)
class Step:
    """A part of a reference.

    Attributes:
        name: what is fixed by it.
        tier: the reference that its files are from.
        files: their paths in the project.
    """

    name: str
    tier: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """What ``python -m bench --slowbook`` has found.

    Attributes:
        at: the day, as 2026-11-30.
        free: the smallest share of the processors that other programs left in a round.
        versions: of the programs, and what the machine is.
        ratios: how many more requests a second the site answers after each step, by its name.
    """

    at: str
    free: float
    versions: Mapping[str, str]
    ratios: Mapping[str, float]


def steps() -> list[Step]:
    """Return the steps, in order."""
    with STEPS.open("rb") as file:
        found = tomllib.load(file)["step"]
    return [Step(each["name"], each["tier"], tuple(each["files"])) for each in found]


def projects(folder: Path) -> Iterator[Step]:
    """Make the original's project in a folder; yield each step when the project has taken it."""
    lay(folder, ORIGINALS / "before")
    for step in steps():
        for name in step.files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ORIGINALS / step.tier / name, folder / name)
        yield step


def measured() -> Measured:
    """Return what was measured last."""
    return Measured(**json.loads(MEASURED.read_text(encoding="utf-8")))
