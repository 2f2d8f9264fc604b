"""The learner's own notebooks: a copy of each lesson under ``lab/``, of which git knows nothing.

To run a lesson is to change its file: outputs, guesses, cells of one's own. In ``chapters/`` that
would be a change to the course, in the way of the next ``git pull``. So ``kata lab`` lays copies
out and JupyterLab opens those.

A lesson that has changed since reaches its copy the next time. Each cell has the id of its text, so
that is a merge of cells: one that the lesson still has stays as the learner left it, outputs
included; new ones come in; and what the learner wrote or rewrote is never taken away.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from kata.course import ROOT, chapters
from kata.services.base import ServiceProblem

FOLDER = "lab"
OURS = "kata"  # what we note in a notebook's metadata


def lay_out(root: Path = ROOT) -> list[str]:
    """Bring the copies of all lessons up to date; return a sentence for each that has changed.

    Raises:
        ServiceProblem: a copy cannot be written.
    """
    said = []
    try:
        for original, copy in lessons(root):
            follow(copy)
            if sentence := _lay(original, copy):
                said.append(f"{copy.relative_to(root).as_posix()}: {sentence}")
    except OSError as error:
        raise ServiceProblem(
            f"{error.filename} cannot be written ({error.strerror}): the lessons need a folder "
            f"{root / FOLDER} that is yours."
        ) from None
    return said


def lessons(root: Path = ROOT) -> Iterator[tuple[Path, Path]]:
    """Yield each notebook of the course, and where the learner's copy of it is."""
    folder = root / "chapters"
    originals = [chapter.folder / "lesson.ipynb" for chapter in chapters(root)]
    for original in [folder / "welcome.ipynb", *originals]:
        if original.is_file():
            yield original, root / FOLDER / original.relative_to(folder)


def merged(mine: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return a new version of a lesson with all that a learner did in the copy of an older one.

    Args:
        mine: the copy, which says in its metadata what it was made of.
        new: the lesson.
    """
    given = mine["metadata"].get(OURS, {}).get("cells", {})
    still = {cell["id"] for cell in new["cells"]}
    known = {cell.get("id"): cell for cell in mine["cells"]}

    def is_theirs(cell: dict[str, Any]) -> bool:
        return bool(given.get(cell.get("id")) != _digest(cell))

    after: dict[str | None, list[dict[str, Any]]] = {}
    last = None
    for cell in mine["cells"]:
        if cell.get("id") in still:
            last = cell["id"]
        elif is_theirs(cell):
            after.setdefault(last, []).append(cell)
    cells = after.get(None, [])
    for cell in new["cells"]:
        former = known.get(cell["id"], cell)
        metadata = cell.get("metadata", {}) | former.get("metadata", {})
        given_now = {"source": cell["source"], "metadata": metadata}
        here = former if is_theirs(former) else former | given_now
        cells += [here, *after.get(cell["id"], [])]
    return {**new, "cells": cells, "metadata": mine["metadata"] | noted(new)}


def _lay(original: Path, copy: Path) -> str:
    new = json.loads(original.read_text(encoding="utf-8"))
    if not copy.is_file():
        _write(copy, {**new, "metadata": new["metadata"] | noted(new)})
        return ""
    try:
        mine = json.loads(copy.read_text(encoding="utf-8"))
        if mine["metadata"].get(OURS) == noted(new)[OURS]:
            return ""
        result = merged(mine, new)
    except (ValueError, KeyError, TypeError, AttributeError):
        aside = _aside(copy)
        _write(copy, {**new, "metadata": new["metadata"] | noted(new)})
        return f"it could not be read. It was saved as {aside.name}, and a new copy was made."
    _write(copy, result)
    return "the lesson was updated; everything that you wrote is still in it."


def noted(new: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata that say which cells a copy was made of."""
    return {OURS: {"cells": {cell["id"]: _digest(cell) for cell in new["cells"]}}}


def _digest(cell: dict[str, Any]) -> str:
    source = cell["source"]
    text = source if isinstance(source, str) else "".join(source)
    return sha256(text.encode()).hexdigest()[:12]


def follow(copy: Path) -> None:
    """Follow a chapter that has another number now: its name is what stays."""
    folder = copy.parent
    if folder.exists() or "_" not in folder.name:
        return
    _, _, slug = folder.name.partition("_")
    for former in sorted(folder.parent.glob(f"[0-9][0-9]_{slug}")):
        former.rename(folder)
        return


def _write(copy: Path, book: dict[str, Any]) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    temporary = copy.with_name(f".{copy.name}.{os.getpid()}")
    temporary.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(copy)


def _aside(copy: Path) -> Path:
    """Rename a notebook that cannot be read, to a name that nothing has."""
    for number in count(1):
        more = "" if number == 1 else f"-{number}"
        aside = copy.with_name(f"{copy.stem}-kept-{datetime.now(UTC):%Y-%m-%d}{more}.ipynb")
        if not aside.exists():
            copy.rename(aside)
            return aside
    raise AssertionError("there is always another number")
