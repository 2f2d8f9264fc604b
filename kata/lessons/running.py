"""Lessons with their outputs: run from top to bottom in a fresh kernel, and kept.

What is kept lies under ``.lesson-cache/``, by a hash of all that decides it.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from kata.course import ROOT
from kata.lessons.notebooks import read, source_of, spare_the_grammars

CACHE = ".lesson-cache"
CELL_SECONDS = 120
EXERCISES = "## Exercises"
MADE_WITH = (
    "kata/lessons/notebooks.py",
    "kata/lessons/running.py",
    "kata/notebook/*.py",
    "kata/checks/*.py",
    "kata/services/*.py",
    "arena/**/*.py",
)


class LessonProblem(RuntimeError):
    """A lesson cannot be executed; the message says which cell, and what it says."""


def executed(source: Path, *, root: Path = ROOT) -> dict[str, Any]:
    """Return a lesson's notebook with outputs, up to its exercises; execute it if need be.

    Raises:
        LessonProblem: a cell fails, or what executes it is not installed.
    """
    key = sha256(b"\0".join(_decisive(source, root))).hexdigest()[:20]
    name = source.stem if source.stem == "welcome" else source.parent.name
    kept = root / CACHE / f"{name}-{key}.json"
    if not kept.is_file():
        result = execute(_without_exercises(read(source)), source.parent)
        kept.parent.mkdir(exist_ok=True)
        temporary = kept.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
        for old in kept.parent.glob(f"{name}-*.json"):
            old.unlink(missing_ok=True)
        temporary.replace(kept)
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def execute(cells: dict[str, Any], folder: Path, *, static: bool = True) -> dict[str, Any]:
    """Run a notebook from top to bottom in a fresh kernel, and return it with its outputs.

    Args:
        folder: where the kernel runs.
        static: as for the site, where there is no learner: nothing is recorded, widgets are
            pictures, and a check is that of the starter.

    Raises:
        LessonProblem: a cell fails, or what executes it is not installed.
    """
    spare_the_grammars()
    try:
        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
        from traitlets.config import Config
    except ImportError as error:
        raise LessonProblem(
            f"Lessons are executed with what the dependency group `lab` names, and {error.name} "
            "is not installed: make lab installs it."
        ) from None
    from kata.notebook.show import STATIC

    book = nbformat.reads(json.dumps(cells), as_version=4)
    client = NotebookClient(
        book,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        # The kernel warns of a connection that is in clear.
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),
    )
    environment = {name: value for name, value in os.environ.items() if name != STATIC}
    environment |= {STATIC: "1"} if static else {}
    try:
        client.execute(env=environment)
    except CellExecutionError as error:
        raise LessonProblem(f"{folder.name}: {plain(str(error))}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise LessonProblem(f"{folder.name}: {error}") from None
    done: dict[str, Any] = json.loads(nbformat.writes(book))
    return done


def _without_exercises(book: dict[str, Any]) -> dict[str, Any]:
    cells: list[dict[str, Any]] = []
    for cell in book["cells"]:
        before, found, _ = source_of(cell).partition(f"\n{EXERCISES}\n")
        if found:
            cells.append({**cell, "source": before.rstrip()})
            break
        cells.append(cell)
    return {**book, "cells": cells}


def _decisive(source: Path, root: Path) -> Iterator[bytes]:
    """Yield all that decides what the outputs are, but for the machine."""
    import django

    yield source.read_bytes()
    yield f"{django.__version__} {platform.python_version_tuple()[:2]}".encode()
    for pattern in MADE_WITH:
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_bytes()


def plain(text: str) -> str:
    """Return a text without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
