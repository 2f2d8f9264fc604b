"""The page on Slowbook below the chapter *Capstone*: its rules, what each step brought, and why.

All of it is read: from the README that a learner gets, the commands, ``steps.toml``,
``measured.json``, ``faults.toml`` and each reference's ``why.md``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kata.capstone import story
from kata.capstone.report import times
from kata.capstone.score import TIERS
from kata.capstone.story import Measured, Step
from kata.capstone.subject import LAYERS, ORIGINALS, REFERENCES
from kata.cli.capstone import app
from kata.course import Chapter
from kata.site.markdown import UNSEARCHED, drawn, folded, front, joined, prose

CHAPTER, NAME, TITLE = "capstone", "slowbook", "Slowbook, the whole site"
COMMAND = "python -m bench --slowbook"
LIMITS = dict(reversed(TIERS))
_MACHINE = ("Processors", "Memory", "System")


def is_below(chapter: Chapter) -> bool:
    """Whether the page belongs to a chapter."""
    return chapter.slug == CHAPTER


def link(chapter: Chapter) -> str:
    """Return a sentence that leads to the page from its chapter's; empty for other chapters."""
    if not is_below(chapter):
        return ""
    return (
        f"[{TITLE}]({NAME}.md) has the rules, the commands, what each step to gold brought, and "
        "the references."
    )


def page(chapter: Chapter) -> str:
    """Return the page as Markdown."""
    about, places, rules = _read_me()
    return joined(
        [
            front(title=TITLE, description=" ".join(about.split("\n\n")[0].split())),
            f'<p class="eyebrow" markdown>Chapter {chapter.number} [Lesson](index.md)</p>',
            f"# {TITLE}",
            about,
            "## The commands",
            *_commands(),
            "## Where things are",
            places,
            "## The rules",
            rules,
            f"## What each step brings {UNSEARCHED}",
            *_steps(),
            f"## The references {UNSEARCHED}",
            "Each reference is one way to reach its tier. Make the site faster yourself before you "
            "read them.",
            *(folded("note", _tier(name), _why(name)) for name in REFERENCES),
            f"## The faults {UNSEARCHED}",
            *_faults(),
        ]
    )


def _read_me() -> list[str]:
    """Return the parts of the README: what Slowbook is, where things are, and the rules."""
    text = (ORIGINALS / "before" / "README.md").read_text(encoding="utf-8")
    _, *parts = re.split(r"^#+ .+$", text, flags=re.MULTILINE)
    return [part.strip() for part in parts]


def _commands() -> Iterator[str]:
    rows = [
        (f"kata capstone {command.name}", (command.callback.__doc__ or "").partition("\n")[0])
        for command in app.registered_commands
        if command.callback
    ]
    rows.insert(0, ("kata install k6", "Install the program that sends the load."))
    yield "\n".join(["| | |", "|---|---|", *(f"| `{name}` | {does} |" for name, does in rows)])
    yield (
        "`kata capstone check --answers=bronze` judges a reference instead of your project; "
        "`silver` and `gold` are the others. The course has to be [installed](../install.md)."
    )


def _steps() -> Iterator[str]:
    from kata.notebook.charts import bars
    from kata.notebook.html import without_styles

    found, steps = story.measured(), story.steps()
    rows = _rows(found, steps)
    ratios = {row[0]: found.ratios[step.name] for row, step in zip(rows, steps, strict=True)}
    figure = bars(
        "Requests a second, as a multiple of the original's",
        ratios,
        unit="x",
        kinds=[step.tier for step in steps],
        limits={f"{name} {limit:g}x": limit for name, limit in LIMITS.items()},
        logarithmic=True,
    )
    figure.head, figure.rows = ["step", "tier", "x", "x the step before"], rows
    yield (
        f"The references fix {len(_all_faults())} faults in {len(steps)} steps. Each bar is the "
        "whole site after one more step. The scale is logarithmic: the same length more is the "
        "same factor. The lines mark the tiers."
    )
    svg = without_styles(figure.html()).replace("\n", "&#10;")
    yield f'<div class="kata-output">{drawn(svg)}</div>'
    yield _measured(found)


def _rows(found: Measured, steps: list[Step]) -> list[list[str]]:
    rows, last = [], 1.0
    for number, step in enumerate(steps, 1):
        ratio = found.ratios[step.name]
        rows.append([f"{number}. {step.name}", step.tier, times(ratio), f"{ratio / last:.2f}x"])
        last = ratio
    return rows


def _measured(found: Measured) -> str:
    """Return when, where and how the steps were measured."""
    day = date.fromisoformat(found.at)
    programs = {name: words for name, words in found.versions.items() if name not in _MACHINE}
    listed = ", ".join(f"{name} {words}" for name, words in programs.items())
    processors, memory, system = (found.versions[name] for name in _MACHINE)
    busy = f"Other programs used at most {1 - found.free:.0%} of the processors in a round."
    return (
        f"Measured on {day.day} {day:%B %Y} by `{COMMAND}`, on a machine with {processors} "
        f"processors, {memory} of memory and {system}, with {listed}. Each step had one short "
        "round under the judge's load, between two rounds of the original. Two runs differ by "
        f"some per cent. {busy}"
    )


def _tier(name: str) -> str:
    """Return the title of a reference, with what it reached when the steps were measured."""
    last = [step.name for step in story.steps() if step.tier == name][-1]
    reached = times(story.measured().ratios[last])
    return f"{name.capitalize()}, for {LIMITS[name]:g}x: {reached} was measured (spoilers)"


def _why(name: str) -> str:
    text = (ORIGINALS / name / "why.md").read_text(encoding="utf-8").strip()
    text = re.sub(r"`(\d\d_\w+/\w+)`", lambda found: _linked(found[1]), text)
    folder = f"solutions/{ORIGINALS.parent.name}/{ORIGINALS.name}/{name}/"
    return joined(
        [
            f"Its files are in `{folder}`: those that differ from {_below(name)}.",
            # The headings are the same in all three: no entries for the table of contents.
            re.sub(r"^#+ (.+)$", r"**\1**", text, flags=re.MULTILINE),
        ]
    )


def _below(name: str) -> str:
    tier = LAYERS[LAYERS.index(name) - 1]
    return f"{tier}'s" if tier in REFERENCES else "the original's"


def _linked(folder: str) -> str:
    """Return a link to an exercise, by its path without ending, such as 07_indexes/tags."""
    slug = re.sub(r"^\d+_", "", folder)
    return f"[`{slug}`](../{slug}.md)"


def _all_faults() -> list[dict[str, str]]:
    with Path(ORIGINALS / "faults.toml").open("rb") as file:
        found: list[dict[str, str]] = tomllib.load(file)["fault"]
    return found


def _faults() -> Iterator[str]:
    faults = _all_faults()
    rows = [
        f"| {prose(fault['name'])} | `{fault['file']}` | {_linked(fault['exercise'])} "
        f"| {fault['tier']} |"
        for fault in faults
    ]
    head = ["| Fault | File | Exercise | Fixed in |", "|---|---|---|---|"]
    yield folded("note", f"The {len(faults)} faults (spoilers)", "\n".join([*head, *rows]))
