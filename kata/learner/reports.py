"""Progress as a report: one learner's, and a team's, in Markdown, HTML and JSON.

The JSON is the progress file with a name in it, so the site's export can be merged too. A report
is a summary for people who chose to share it; nothing here looks at another machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from string import Template
from typing import Any

from kata.course import Chapter, CourseProblem, Exercise, chapters, exercises
from kata.learner import progress
from kata.learner.progress import Progress, ProgressProblem, Record
from kata.report import amount

STUCK = 12  # rows: more than that is not read
Costs = Mapping[str, Mapping[str, float]]  # of the references, by slug

PAGE = Template("""\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 68rem; margin: auto; padding: 1rem }
  table { border-collapse: collapse; margin: 0 0 2rem; display: block; overflow-x: auto }
  th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0;
           border-bottom: 1px solid color-mix(in srgb, currentColor 22%, transparent) }
  code { font: .9em ui-monospace, Menlo, Consolas, monospace }
</style>
$body
""")


@dataclass(frozen=True)
class Learner:
    """Somebody's name and what they have done."""

    name: str
    seen: Progress

    def solved(self, chosen: Sequence[Exercise]) -> str:
        """Return how many of some exercises have passed, as ``4 of 10``."""
        return tally(chosen, self.seen)

    @property
    def active(self) -> str:
        """The day of the latest check, empty for none."""
        return max((record.last_checked for record in self.seen.values()), default="")[:10]


def tally(chosen: Sequence[Exercise], seen: Progress) -> str:
    """Return how many of some exercises have passed, as ``4 of 10``."""
    return f"{sum(seen[exercise.slug].state == 'passed' for exercise in chosen)} of {len(chosen)}"


def state(record: Record) -> str:
    """Return a word for what became of an exercise, empty for an untouched one."""
    if record.state == "passed" and record.last == "failed":
        return "reopened"
    return {"passed": "solved", "failed": "tried", "new": ""}[record.state]


def costs(spent: Mapping[str, float]) -> str:
    """Return what an answer cost, the queries first."""
    names = sorted(spent, key=lambda name: (name != "queries", name))
    return ", ".join(amount(name, spent[name]) for name in names)


# Files


def written(learner: Learner, references: Costs) -> dict[str, Any]:
    """Return the JSON of one learner's report: the progress file, and a part of its own."""
    return {**learner.seen.written(), "report": {"learner": learner.name, "references": references}}


def team_written(learners: Sequence[Learner]) -> dict[str, Any]:
    """Return the JSON of a team's report."""
    return {"learners": [written(learner, {}) for learner in learners]}


def read(files: Sequence[Path]) -> list[Learner]:
    """Return the learners of some reports, by name; two reports of one name are one learner.

    A file without a name, such as the site's export, is named after itself.

    Raises:
        CourseProblem: a file is missing, or is no report.
    """
    found: dict[str, Progress] = {}
    for file in files:
        for name, entry in _entries(file):
            try:
                seen = progress.parsed(entry)
            except ProgressProblem as problem:
                raise CourseProblem(f"{file}: {problem}") from None
            found.setdefault(name, Progress()).add(seen)
    return [Learner(name, found[name]) for name in sorted(found, key=str.casefold)]


def data(file: Path) -> Any:
    """Return what a JSON file holds.

    Raises:
        CourseProblem: it cannot be read, or is no JSON.
    """
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CourseProblem(f"{file} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise CourseProblem(
            f"{file} is no report: name a file that kata report --json or the site wrote."
        ) from None


def _entries(file: Path) -> list[tuple[str, Any]]:
    content = data(file)
    found = content.get("learners") if isinstance(content, dict) else None
    entries = found if isinstance(found, list) else [content]
    return [(_name(entry) or file.stem, entry) for entry in entries]


def _name(entry: Any) -> str:
    said = entry.get("report") if isinstance(entry, dict) else None
    name = said.get("learner") if isinstance(said, dict) else None
    return " ".join(name.split()) if isinstance(name, str) else ""


# Pages


def one(learner: Learner, references: Costs) -> str:
    """Return one learner's report as Markdown.

    Args:
        references: what the reference answers cost.
    """
    parts = [f"# {_text(learner.name)}", _summary(learner)]
    for chapter in chapters():
        rows = [
            _row(exercise, learner.seen[exercise.slug], references.get(exercise.slug, {}))
            for exercise in chapter.exercises
        ]
        head = ["Exercise", "State", "Attempts", "Best", "Reference", "Hints"]
        parts += [_heading(chapter), _table(head, rows)]
    return "\n\n".join(parts) + "\n"


def team(learners: Sequence[Learner]) -> str:
    """Return a team's report as Markdown: who has done what, and where help is wanted."""
    everything = exercises()
    parts = [
        "# The team",
        f"{len(learners)} people, on {_today()}.",
        _table(
            ["Who", "Solved", *(chapter.title for chapter in chapters()), "Hints", "Last check"],
            [
                [
                    learner.name,
                    learner.solved(everything),
                    *(learner.solved(chapter.exercises) for chapter in chapters()),
                    str(sum(record.hints for record in learner.seen.values()) or ""),
                    learner.active,
                ]
                for learner in learners
            ],
        ),
    ]
    if stuck := _stuck(learners):
        head = ["Who", "Is at", "Attempts", "Hints", "Solved by"]
        parts += ["## Who could use a hand", _table(head, stuck)]
    for chapter in chapters():
        names = [learner.name for learner in learners]
        head = ["Exercise", "Solved", "Attempts", *names]
        rows = [_of_team(exercise, learners) for exercise in chapter.exercises]
        parts += [_heading(chapter), _table(head, rows)]
    parts.append(
        "*Attempts* is the median of those who tried. A cell is a person's state, and in brackets "
        "their attempts and, where the solution was seen before a pass, *seen*."
    )
    return "\n\n".join(parts) + "\n"


def page(markdown: str) -> str:
    """Return a report as an HTML page that needs no other file."""
    from markdown_it import MarkdownIt

    title = markdown.partition("\n")[0].lstrip("# ")
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return PAGE.substitute(title=title, body=body)


def _summary(learner: Learner) -> str:
    last = f"; the last check was on {learner.active}" if learner.active else ""
    return f"{learner.solved(exercises())} solved, on {_today()}{last}."


def _row(exercise: Exercise, record: Record, reference: Mapping[str, float]) -> list[str]:
    hints = f"{min(record.hints, len(exercise.hints))} of {len(exercise.hints)}"
    return [
        f"{exercise.title} `{exercise.slug}`",
        state(record) + ", solution seen" * record.revealed,
        str(record.attempts or ""),
        costs(record.best),
        costs({name: cost for name, cost in reference.items() if name in record.best}),
        hints if record.hints else "",
    ]


def _of_team(exercise: Exercise, learners: Sequence[Learner]) -> list[str]:
    records = [learner.seen[exercise.slug] for learner in learners]
    tried = [record.attempts for record in records if record.attempts]
    solved = sum(record.state == "passed" for record in records)
    return [
        f"{exercise.title} `{exercise.slug}`",
        f"{solved} of {len(learners)}",
        f"{median(tried):g}" if tried else "",
        *map(_cell, records),
    ]


def _stuck(learners: Sequence[Learner]) -> list[list[str]]:
    """Return who has tried and not solved what, the most attempts first, and who could help."""
    found = [
        (learner.seen[exercise.slug], learner, exercise)
        for exercise in exercises()
        for learner in learners
        if learner.seen[exercise.slug].state == "failed" and learner.seen[exercise.slug].attempts
    ]
    found.sort(key=lambda each: -each[0].attempts)
    return [
        [
            learner.name,
            f"{exercise.title} `{exercise.slug}`",
            str(record.attempts),
            str(record.hints or ""),
            ", ".join(o.name for o in learners if o.seen[exercise.slug].state == "passed")
            or "nobody yet: do it together",
        ]
        for record, learner, exercise in found[:STUCK]
    ]


def _cell(record: Record) -> str:
    more = ", ".join([str(record.attempts)] * bool(record.attempts) + ["seen"] * record.revealed)
    return f"{state(record)} ({more})".strip() if more else state(record)


def _heading(chapter: Chapter) -> str:
    return f"## {chapter.number}. {chapter.title}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_text, line)) + " |" for line in lines)


def _text(cell: str) -> str:
    """Return a text that cannot end a cell, or be taken for HTML."""
    return cell.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"
