"""The learner's own answers: a copy of each starter under ``answers/``, of which git knows nothing.

To answer an exercise is to change a file. In ``exercises/`` that would be a change to the course,
in the way of the next ``git pull``. So the course lays copies out, checks those, and the starters
stay where a reader of the repository looks for them: beside their tests.

A starter that has changed since reaches its copy at the next start, by the merge that the lessons
have, ``lesson_copies.merged``: here a cell is a top-level statement. What the learner wrote stays,
and an answer that has passed is left as it is. What is replaced is kept in ``.kata/kept/`` first.

Before there was ``answers/``, learners edited the files in ``exercises/``, and out of habit some
still will. Such an edit is taken over into ``answers/``, and the starter is restored.
"""

from __future__ import annotations

import ast
import os
import subprocess
from collections import Counter
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path
from typing import Any

from kata.course import ROOT, Exercise, exercises
from kata.learner import lesson_copies, progress

FOLDER = "answers"
STARTERS = ".starters"  # in it: what each answer was made of


def lay_out(root: Path = ROOT) -> list[str]:
    """Bring the answers to all exercises up to date; return what the learner should read.

    Raises:
        ProgressProblem: what would be replaced cannot be kept; then it is not replaced.
        OSError: a file cannot be written.
    """
    everything = exercises(root)
    edited = [exercise for exercise in everything if is_in_old_place(exercise)]
    said = [sentence for exercise in everything if (sentence := lay(exercise))]
    return said + _to_commit(root) if edited and said else said


def lay(exercise: Exercise) -> str:
    """Bring one answer up to date; return what the learner should read, empty for nothing.

    Raises:
        ProgressProblem, OSError: as ``lay_out``.
    """
    lesson_copies.follow(exercise.answer)
    if exercise.moved_from:
        _follow(exercise)
    if not exercise.before.is_file():  # what needs it says so; an answer needs only a beginning
        if exercise.starter.is_file() and not exercise.answer.exists():
            _write(exercise.answer, exercise.starter.read_bytes())
        return ""
    moved = _take_over(exercise) if is_in_old_place(exercise) else ""
    updated = _update(exercise)
    return "\n".join(filter(None, (moved, updated)))


def _follow(exercise: Exercise) -> None:
    """Take along what was written when the exercise was in another chapter."""
    chapter, name = exercise.moved_from.split("/")
    for found in sorted((exercise.root / FOLDER).glob(f"[0-9][0-9]_{chapter}/{name}.py")):
        if not exercise.answer.exists():
            _rename(found, exercise.answer)
            noted = _noted(replace(exercise, slug=exercise.moved_from))
            for suffix in (".py", ".moved.py"):
                if noted.with_suffix(suffix).exists():
                    _rename(noted.with_suffix(suffix), _noted(exercise).with_suffix(suffix))
    progress.follow_kept(exercise.moved_from, exercise.slug)


def _rename(path: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    path.rename(new)


def is_in_old_place(exercise: Exercise) -> bool:
    """Whether the file in ``exercises/`` is not the starter, although the starter is known."""
    starter, before = exercise.starter, exercise.before
    return starter.is_file() and before.is_file() and starter.read_bytes() != before.read_bytes()


def _take_over(exercise: Exercise) -> str:
    """Move what somebody wrote in ``exercises/`` to ``answers/``, and restore the starter."""
    found, new = exercise.starter.read_bytes(), exercise.before.read_bytes()
    is_theirs = found != _read(_noted(exercise))  # else its author has changed before.py
    said = _move(exercise, found, new) if is_theirs else ""
    _write(exercise.starter, new)
    return said


def _move(exercise: Exercise, found: bytes, new: bytes) -> str:
    """Make what was written in ``exercises/`` the answer, since it is the latest.

    Only what was moved before is not: Git brings a committed file back, and the answer has gone on.
    """
    mine, moved = _read(exercise.answer), _noted(exercise).with_suffix(".moved.py")
    if mine == found:
        return ""
    is_to_keep = mine not in {None, _read(_noted(exercise)), new}
    copy = progress.keep(exercise.starter, exercise.slug)
    old, here = _shown(exercise.starter, exercise), _shown(exercise.answer, exercise)
    if is_to_keep and found == _read(moved):
        return (
            f"The starter in {old} was restored, since your answer is {here}. What was in its "
            f"place was saved as {os.path.relpath(copy)}"
        )
    said = f"What you wrote in {old} is now in {here}: edit it there."
    if is_to_keep:
        kept = progress.keep(exercise.answer, exercise.slug)
        said += f" What it replaced was saved as {os.path.relpath(kept)}"
    _write(exercise.answer, found)
    _write(_noted(exercise), new)
    _write(moved, found)
    return said


def _update(exercise: Exercise) -> str:
    """Lay out a new answer, or bring a changed starter to the one that is there."""
    new, noted = exercise.before.read_bytes(), _noted(exercise)
    former, mine = _read(noted), _read(exercise.answer)
    if former == new or (former is None and mine is not None):
        if former is None:
            _write(noted, new)
        return ""
    said = ""
    if mine == former:  # also when there is neither
        _write(exercise.answer, new)
    elif mine is not None and mine != new:
        said = f"{_bring(exercise, former or b'', mine, new)}\n{_difference(former or b'', new)}"
    _write(noted, new)
    return said


def _bring(exercise: Exercise, former: bytes, mine: bytes, new: bytes) -> str:
    """Merge a changed starter into an answer; return what was done."""
    name = _shown(exercise.answer, exercise)
    if progress.load()[exercise.slug].state == "passed":
        return (
            f"{name}: the starter has changed since your answer passed. Your answer was left as "
            "it is. What has changed:"
        )
    try:
        result = merged(mine.decode(), former.decode(), new.decode()).encode()
    except (SyntaxError, ValueError):
        result = mine
    if result == mine:
        return f"{name}: the starter has changed, and your answer was left as it is. What changed:"
    copy = progress.keep(exercise.answer, exercise.slug)
    _write(exercise.answer, result)
    return (
        f"{name}: the starter has changed, and so did what you had not edited. The former version "
        f"was saved as {os.path.relpath(copy)}. What has changed:"
    )


def merged(mine: str, former: str, new: str) -> str:
    """Return a new starter with all that a learner did in the copy of an older one.

    Raises:
        SyntaxError, ValueError: one of them, or the result, is not Python.
    """
    given, here = _book(former), _book(mine)
    names = {cell["id"] for cell in here["cells"]}
    removed = {cell["id"] for cell in given["cells"]} - names
    wanted = _book(new)
    wanted["cells"] = [cell for cell in wanted["cells"] if cell["id"] not in removed]
    result = lesson_copies.merged({**here, "metadata": lesson_copies.noted(given)}, wanted)
    text = "".join(cell["source"] for cell in result["cells"])
    ast.parse(text)
    return text


def _book(text: str) -> dict[str, Any]:
    """Return Python code as a notebook of one cell for each top-level statement.

    A cell begins where the one before it ends, so that comments belong to what follows them.
    """
    lines = f"{text.rstrip()}\n".splitlines(keepends=True)
    cells: list[dict[str, Any]] = []
    seen = Counter[str]()
    start = 0
    for node in ast.parse(text).body:
        end = node.end_lineno or 0
        if end <= start:  # a second statement of the same line
            continue
        name = _name(node, is_first=not cells)
        seen[name] += 1
        identity = f"{name} {seen[name]}"
        cells.append({"id": identity, "source": "".join(lines[start:end])})
        start = end
    if rest := "".join(lines[start:]):
        cells.append({"id": "end", "source": rest})
    return {"cells": cells, "metadata": {}}


def _name(node: ast.stmt, is_first: bool) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign):
        return ", ".join(ast.unparse(target) for target in node.targets)
    if is_first and isinstance(node, ast.Expr):
        return "docstring"
    return ast.unparse(node)


def _difference(former: bytes, new: bytes) -> str:
    before, after = (text.decode(errors="replace").splitlines() for text in (former, new))
    return "\n".join(
        unified_diff(before, after, "the starter before", "the starter now", "", "", 3, "")
    )


def _to_commit(root: Path) -> list[str]:
    """Return what to do about answers that were committed: they would conflict with a pull."""
    command = ["git", "-C", str(root), "status", "--porcelain", "-uno", "--", "exercises"]
    try:
        changed = subprocess.run(command, check=False, capture_output=True).stdout
    except OSError:  # there is no Git
        return []
    if not changed:
        return []
    return [
        "Git still has your former answers under exercises/. So that they do not conflict with "
        "the next pull, commit the restored starters: "
        "git commit -m 'Restore the starters' -- exercises"
    ]


def _noted(exercise: Exercise) -> Path:
    """Return where the starter is that an answer was made of."""
    return exercise.root / FOLDER / STARTERS / f"{exercise.slug}.py"


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def _shown(path: Path, exercise: Exercise) -> str:
    return path.relative_to(exercise.root).as_posix()
