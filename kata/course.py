"""Chapters and exercises, read from ``chapters/NN_slug/chapter.toml``.

A path is derived, never written: from the chapter's folder and the exercise's name. Identity is
the slug (``related_objects/feed``); the number in a folder's name is only the order.
"""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from textwrap import dedent
from typing import Any

from kata.needs import NEEDS

# A test of the engine names another course.
ROOT = Path(os.environ.get("KATA_ROOT") or Path(__file__).parent.parent).resolve()
_FAILS = re.compile(r"^Fails: (\w+)$", re.MULTILINE)
_BREAKS = re.compile(r"^Breaks: (.+)$", re.MULTILINE)
_RULE = re.compile(r"^- ([a-z][^:\n]{0,40}): ", re.MULTILINE)
_TRIES = re.compile(r"^\s*Tries: (.+)", re.MULTILINE | re.DOTALL)
LEVELS = {1: "first steps", 2: "solid", 3: "hard"}


class CourseProblem(ValueError):
    """The course's own files are wrong, or no exercise answers to a name."""


@dataclass(frozen=True)
class Test:
    """One check as its file has it.

    Attributes:
        name: the test's name without ``test_``.
        title: what it demands, the first line of its docstring.
        tries: the rules of the task that it tries, from the docstring's last line.
        source: the test itself.
    """

    name: str
    title: str
    tries: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes:
        slug: ``chapter/name``, what progress is keyed by.
        title: a few words.
        level: 1 to 3, see ``LEVELS``.
        hints: from a nudge to nearly the answer.
        fails: for each check that it teaches, words that the starter's failure must contain.
        needs: what it needs beyond SQLite, names of ``kata.needs``.
        follows: the slug of a later chapter after which it comes; empty for its place in its own.
        moved_from: its slug before it came into this chapter; empty if it was always here.
        was: what the starter costs in a check, such as ``{"queries": {"queries": 121}}``.
        folder: the chapter's folder name, such as ``02_related_objects``.
        root: the project's folder.
    """

    slug: str
    title: str
    level: int
    hints: tuple[str, ...]
    fails: dict[str, str]
    needs: tuple[str, ...]
    follows: str
    was: dict[str, dict[str, float]]
    moved_from: str
    folder: str
    root: Path = field(repr=False)

    @property
    def name(self) -> str:
        """The part of the slug after the chapter."""
        return self.slug.partition("/")[2]

    @property
    def slugs(self) -> set[str]:
        """Its slug, and the one that it had in another chapter."""
        return {self.slug, self.moved_from or self.slug}

    @property
    def names(self) -> set[str]:
        """Its name, and the one that it had in another chapter."""
        return {slug.partition("/")[2] for slug in self.slugs}

    @property
    def in_page(self) -> bool:
        """Whether a browser can check it."""
        return all(NEEDS[need].in_page for need in self.needs)

    @property
    def answer(self) -> Path:
        """The file that the learner edits; ``kata.learner.files`` lays it out."""
        return self.root / "answers" / self.folder / f"{self.name}.py"

    @property
    def starter(self) -> Path:
        """The starter where a reader finds it, beside its test: a copy of ``before``."""
        return self.root / "exercises" / self.folder / f"{self.name}.py"

    @property
    def test(self) -> Path:
        """The file that checks it."""
        return self.root / "exercises" / self.folder / f"test_{self.name}.py"

    @property
    def solutions(self) -> Path:
        """The folder of proved answers."""
        return self.root / "solutions" / self.folder / self.name

    @property
    def before(self) -> Path:
        """The starter, correct and slow."""
        return self.solutions / "before.py"

    @property
    def after(self) -> Path:
        """The reference answer."""
        return self.solutions / "after.py"

    @property
    def why(self) -> Path:
        """Why the reference works, what it costs, and when not to use it."""
        return self.solutions / "why.md"

    @property
    def equivalent(self) -> Path:
        """The list of mutants that are as good as what they were made from."""
        return self.solutions / "equivalent.toml"

    @property
    def also(self) -> list[Path]:
        """Other good answers."""
        return sorted(self.solutions.glob("also_*.py"))

    @property
    def wrong(self) -> list[Path]:
        """Answers that people give and that must fail."""
        return sorted(self.solutions.glob("wrong_*.py"))

    @cached_property
    def task(self) -> str:
        """The docstring of the starter: what is slow, what to change, what is allowed."""
        return docstring(self.own(self.before))

    @property
    def blocks(self) -> list[Block]:
        """The task, in the pieces that a screen lays out."""
        return blocks(self.task)

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the task's rules: the words before the colon in its lists."""
        return tuple(_RULE.findall(self.task))

    def own(self, path: Path) -> Path:
        """Return one of the exercise's files if it is there.

        Raises:
            CourseProblem: it is not; the sentence says how to bring it back.
        """
        if path.is_file():
            return path
        raise CourseProblem(bring_back(path, self.root))

    def caught_by(self, wrong: Path) -> str:
        """Return what the check demands that a wrong answer fails."""
        name = fails_at(wrong)
        return self.checks[name].title if name in self.checks else name

    @property
    def checks(self) -> dict[str, Test]:
        """Its checks in order, each by its name."""
        text = self.test.read_text(encoding="utf-8")
        tests = [
            _test(node, text.splitlines())
            for node in ast.parse(text).body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
        return {test.name: test for test in tests}


@dataclass(frozen=True)
class Chapter:
    """One chapter: its number, slug, title, summary in a sentence, and exercises in order."""

    number: int
    slug: str
    title: str
    summary: str
    exercises: tuple[Exercise, ...]
    folder: Path


@dataclass(frozen=True)
class Block:
    """A piece of a task: a paragraph, lines to show as they are, or a list.

    Attributes:
        text: the paragraph or the lines; of a list what is above it, such as ``Rules:``.
        items: of a list, each item's name (empty for none) and sentence.
        code: whether the lines are shown as they are.
    """

    text: str
    items: tuple[tuple[str, str], ...] = ()
    code: bool = False


def blocks(task: str) -> list[Block]:
    """Return the pieces of a task, which empty lines separate."""
    return [_block(text) for text in re.split(r"\n\n+", task.strip("\n")) if text]


def _block(text: str) -> Block:
    lines = text.splitlines()
    if all(line.startswith("    ") for line in lines):
        return Block(dedent(text), code=True)
    head, *items = re.split(r"^- ", text, flags=re.MULTILINE)
    return Block(" ".join(head.split()), tuple(_item(" ".join(item.split())) for item in items))


def _item(text: str) -> tuple[str, str]:
    named = _RULE.match(f"- {text}")
    return (named[1], text[named.end() - 2 :]) if named else ("", text)


def bring_back(path: Path, root: Path = ROOT) -> str:
    """Return what to do about a file of the course that is not there, in a sentence or two."""
    name = gone(path, root)
    return f"{name} is missing, and belongs to the course. To bring it back: git checkout -- {name}"


def gone(path: Path, root: Path = ROOT) -> Path:
    """Return the topmost folder that went with a missing file, or the file itself."""
    while root in path.parent.parents and not path.parent.exists():
        path = path.parent
    return path.relative_to(root) if root in path.parents else path


def docstring(path: Path) -> str:
    """Return a Python file's docstring, empty when it has none."""
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def body(path: Path) -> str:
    """Return a Python file without its docstring and the empty lines around the rest."""
    text = path.read_text(encoding="utf-8")
    first = ast.parse(text).body[:1]
    if first and isinstance(first[0], ast.Expr) and docstring(path):
        text = "\n".join(text.splitlines()[first[0].end_lineno :])
    return text.strip("\n")


def fails_at(path: Path) -> str:
    """Return the check that a wrong answer's docstring names, empty for none."""
    named = _FAILS.search(docstring(path))
    return named[1] if named else ""


def breaks(path: Path) -> str:
    """Return the rule that a wrong answer's docstring names, empty for none."""
    named = _BREAKS.search(docstring(path))
    return named[1].strip() if named else ""


def told(path: Path) -> str:
    """Return what an answer's docstring says of it, without the rule and check that it names."""
    return _BREAKS.sub("", _FAILS.sub("", docstring(path))).strip()


@lru_cache
def chapters(root: Path = ROOT) -> tuple[Chapter, ...]:
    """Return the chapters, each with all of its exercises.

    Raises:
        CourseProblem: a ``chapter.toml`` is missing or wrong.
    """
    folders = sorted(path.parent for path in (root / "chapters").glob("*/chapter.toml"))
    found = tuple(_chapter(folder, root) for folder in folders)
    known = {"", *(chapter.slug for chapter in found)}
    for exercise in (exercise for chapter in found for exercise in chapter.exercises):
        if exercise.follows not in known:
            raise CourseProblem(
                f"{exercise.slug} comes after {exercise.follows!r}, which is no chapter."
            )
    return found


def parts(root: Path = ROOT) -> list[Chapter]:
    """Return the course in the order in which it is solved.

    A chapter has its exercises in two places where some of them come after a later chapter.
    """
    return in_order(chapters(root))


def in_order(everything: Iterable[Chapter]) -> list[Chapter]:
    """Return chapters in parts, each part where its exercises are solved."""
    everything = list(everything)
    later: dict[str, list[Chapter]] = {}
    for chapter in everything:
        for slug in dict.fromkeys(one.follows for one in chapter.exercises if one.follows):
            part = replace(_part(chapter, slug), title=f"{chapter.title}, continued")
            later.setdefault(slug, []).append(part)
    return [part for one in everything for part in (_part(one, ""), *later.get(one.slug, ()))]


def _part(chapter: Chapter, follows: str) -> Chapter:
    chosen = tuple(exercise for exercise in chapter.exercises if exercise.follows == follows)
    return replace(chapter, exercises=chosen)


def exercises(root: Path = ROOT) -> list[Exercise]:
    """Return every exercise, in the order in which they are solved."""
    return [exercise for part in parts(root) for exercise in part.exercises]


@lru_cache
def by_test(root: Path = ROOT) -> dict[Path, Exercise]:
    """Return every exercise by the file that checks it."""
    return {exercise.test: exercise for exercise in exercises(root)}


@lru_cache
def moved(root: Path = ROOT) -> dict[str, str]:
    """Return the slug of each exercise that came from another chapter, by the one it had there."""
    return {one.moved_from: one.slug for one in exercises(root) if one.moved_from}


def find(what: str, root: Path = ROOT) -> list[Exercise]:
    """Return the exercises that a learner means by a slug, a part of one, a chapter or a path.

    Raises:
        CourseProblem: none or several different ones fit; the sentence lists what is close.
    """
    if found := _exact(what, root):
        return found
    text = what.strip("/")
    close = [exercise for exercise in exercises(root) if text and text in exercise.slug]
    if len(close) == 1:
        return close
    if close:
        names = ", ".join(exercise.slug for exercise in close)
        raise CourseProblem(
            f"{what!r} fits more than one exercise: {names}. Write more of the one."
        )
    raise CourseProblem(f"There is no exercise {what!r}. To see them all: kata list")


def _exact(what: str, root: Path) -> list[Exercise]:
    everything = exercises(root)
    for chapter in chapters(root):
        if what.strip("/") in {chapter.slug, str(chapter.number), chapter.folder.name}:
            return list(chapter.exercises)
    by_slug = [e for e in everything if what in e.slugs | e.names]
    if by_slug:
        return by_slug[:1] if "/" in what or len(by_slug) == 1 else []
    path = Path(what).absolute()
    if not path.exists():
        return []
    if path.is_dir():
        return [
            e
            for e in everything
            if any(path in file.parents for file in (e.answer, e.test, e.solutions))
        ]
    return [e for e in everything if owns(e, path)]


def owns(exercise: Exercise, path: Path) -> bool:
    """Whether a file is the exercise's answer, starter or test, or one of its proved answers."""
    files = {exercise.answer, exercise.starter, exercise.test}
    return path in files or path.parent == exercise.solutions


def _chapter(folder: Path, root: Path) -> Chapter:
    manifest = folder / "chapter.toml"
    try:
        data = tomllib.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CourseProblem(f"{manifest} cannot be read: {error}.") from error
    named = re.fullmatch(r"(\d\d)_([a-z][a-z0-9_]*)", folder.name)
    if not named:
        raise CourseProblem(f"{folder} must be named like 02_related_objects.")
    slug = named[2]
    try:
        return Chapter(
            number=int(named[1]),
            slug=slug,
            title=data["title"],
            summary=data["summary"],
            exercises=tuple(_exercise(item, slug, folder, root) for item in data["exercise"]),
            folder=folder,
        )
    except KeyError as error:
        raise CourseProblem(f"{manifest} lacks {error.args[0]!r}.") from error


def _exercise(item: dict[str, Any], chapter: str, folder: Path, root: Path) -> Exercise:
    return Exercise(
        slug=f"{chapter}/{item['name']}",
        title=item["title"],
        level=item["level"],
        hints=tuple(item["hints"]),
        fails=item["fails"],
        needs=_needs(item, folder),
        follows=item.get("after", ""),
        was=item.get("was", {}),
        moved_from=item.get("moved_from", ""),
        folder=folder.name,
        root=root,
    )


def _needs(item: dict[str, Any], folder: Path) -> tuple[str, ...]:
    needs = tuple(item.get("needs", ()))
    if unknown := [need for need in needs if need not in NEEDS]:
        raise CourseProblem(
            f"{folder / 'chapter.toml'}: {item['name']} needs {unknown[0]!r}, which is none of "
            f"{', '.join(sorted(NEEDS))}."
        )
    return needs


def _test(node: ast.FunctionDef, lines: list[str]) -> Test:
    start = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
    text = ast.get_docstring(node) or node.name
    tried = _TRIES.search(text)
    return Test(
        name=node.name.removeprefix("test_"),
        title=text.partition("\n")[0],
        tries=tuple(" ".join(name.split()).strip(" .") for name in tried[1].split(","))
        if tried
        else (),
        source="\n".join(lines[start - 1 : node.end_lineno]),
    )
