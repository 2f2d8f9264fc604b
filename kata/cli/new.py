"""``kata new``: the skeleton of a chapter or an exercise, to be written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from kata.course import ROOT, Chapter, CourseProblem, chapters

app = typer.Typer(
    help="Begin a chapter or an exercise.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NO_EXERCISE = "exercise = []\n"

_CHAPTER = f"""\
title = "Write me"
summary = "Write me: the one idea of this chapter, in a sentence."
{_NO_EXERCISE}"""

_EXERCISE = """
[[exercise]]
name = "{name}"
title = "Write me"
level = 1
hints = [
    "Write me: a nudge.",
    "Write me: nearly the answer.",
]
fails = {{ written = "write me" }}
"""

_BEFORE = '''\
"""Write me: what a visitor of Arena suffers.

Write me: what to change.

Rules:
- same result: write me.
"""


def {name}():
    # TODO: write me: the line that is slow.
    return None
'''

_TEST = '''\
"""What checks {name}.py."""

from kata.checks import expect


def test_written(answer, before, world):
    """Write me: what must hold.

    Tries: same result.
    """
    expect(False, "This exercise has no checks yet: write me, in test_{name}.py.")
'''

_GOOD = '''\
"""Write me: {what}."""


def {name}():
    return None
'''

_WRONG = '''\
"""Write me: a mistake that people really make.

Breaks: same result
Fails: written
"""


def {name}():
    return None
'''

_WHY = """\
## Why it works

Write me.

## What it costs

Write me.

## When not to

Write me.
"""

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="Such as related_objects.")]
Place = Annotated[str, typer.Argument(metavar="CHAPTER/NAME", help="Such as related_objects/feed.")]


@app.command("chapter")
def chapter(slug: Slug) -> None:
    """Begin a chapter, after the last one."""
    _must_be_a_name(slug)
    if any(known.slug == slug for known in chapters()):
        raise CourseProblem(f"There is a chapter {slug} already.")
    number = max((known.number for known in chapters()), default=0) + 1
    _write({ROOT / "chapters" / f"{number:02}_{slug}" / "chapter.toml": _CHAPTER})
    typer.echo(f"\nNext: kata new exercise {slug}/NAME")


@app.command("exercise")
def exercise(slug: Place) -> None:
    """Begin an exercise, the last of its chapter."""
    home, name = _place(slug)
    manifest = home.folder / "chapter.toml"
    tests = ROOT / "exercises" / home.folder.name
    answers = ROOT / "solutions" / home.folder.name / name
    before = _BEFORE.format(name=name)
    files = {
        answers / "before.py": before,
        answers / "after.py": _GOOD.format(name=name, what="the reference"),
        answers / "also_another.py": _GOOD.format(name=name, what="another good answer"),
        **{answers / f"wrong_{n}.py": _WRONG.format(name=name) for n in ("one", "two", "three")},
        answers / "why.md": _WHY,
        tests / f"{name}.py": before,
        tests / f"test_{name}.py": _TEST.format(name=name),
    }
    _write(files)
    text = manifest.read_text(encoding="utf-8").replace(_NO_EXERCISE, "")
    manifest.write_text(text + _EXERCISE.format(name=name), encoding="utf-8")
    typer.echo(f"{_shown(manifest)} (added)\n\nNext: kata verify {slug}")


def _place(slug: str) -> tuple[Chapter, str]:
    """Return the chapter and the name of an exercise that is not there yet."""
    home_slug, _, name = slug.partition("/")
    _must_be_a_name(name)
    home = next((known for known in chapters() if known.slug == home_slug), None)
    if home is None:
        raise CourseProblem(f"There is no chapter {home_slug!r}: kata new chapter {home_slug}")
    if any(known.name == name for known in home.exercises):
        raise CourseProblem(f"There is an exercise {slug} already.")
    return home, name


def _must_be_a_name(text: str) -> None:
    if not _NAME.fullmatch(text):
        raise CourseProblem(
            f"{text!r} is no name: write it in small letters, like related_objects."
        )


def _write(files: dict[Path, str]) -> None:
    for path in files:
        if path.exists():
            raise CourseProblem(f"{_shown(path)} is there already: nothing was written.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        typer.echo(_shown(path))


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
