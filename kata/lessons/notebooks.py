"""From ``lesson.py``, Python in jupytext's percent format, to the notebook that a learner opens.

The notebook has no outputs, and each cell has an id that is made of its text.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from kata.course import ROOT, chapters

QUERIES = re.compile(r"\.objects\b|\bcache\.")
DRAWS = {"bars", "chart", "lanes", "slider", "Pair"}  # of kata.notebook
ALERT = re.compile(r"^> \[!(\w+)\]\n((?:^>.*\n?)+)", re.MULTILINE)


def sources(root: Path = ROOT) -> list[Path]:
    """Return the source of the welcome notebook, and of each chapter's lesson that is written."""
    found = [root / "chapters" / "welcome.py"]
    found += [chapter.folder / "lesson.py" for chapter in chapters(root)]
    return [path for path in found if path.is_file()]


def notebook(source: Path) -> str:
    """Return the notebook of a source, as the text of its file: no outputs, and stable ids."""
    book = read(source)
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _for_lab(source_of(cell)).splitlines(keepends=True)
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def stale(root: Path = ROOT) -> list[Path]:
    """Return the sources whose notebook is missing or another one."""
    return [path for path in sources(root) if _text(path.with_suffix(".ipynb")) != notebook(path)]


def read(source: Path) -> dict[str, Any]:
    """Return the notebook of a source, its Markdown as it is written there."""
    spare_the_grammars()
    import jupytext

    cells, seen = [], set[str]()
    for cell in jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent").cells:
        text = cell.source.strip("\n")
        identity = sha256(text.encode()).hexdigest()[:8]
        while identity in seen:  # two cells of the same text
            identity = sha256(identity.encode()).hexdigest()[:8]
        seen.add(identity)
        metadata = {"tags": tags} if (tags := cell.metadata.get("tags")) else {}
        if cell.cell_type == "code" and only_draws(text):
            metadata |= {"jupyter": {"source_hidden": True}}  # Lab folds it: a click shows it
        made = {
            "cell_type": cell.cell_type,
            "id": identity,
            "metadata": metadata,
            "source": text.splitlines(keepends=True),
        }
        if cell.cell_type == "code":
            made |= {"execution_count": None, "outputs": []}
        cells.append(dict(sorted(made.items())))
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def spare_the_grammars() -> None:
    """Spare nbformat some seconds: jsonschema would compile grammars that no notebook needs."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def only_draws(source: str) -> bool:
    """Whether a cell prepares values and ends in a chart of them, with no query to learn from.

    Before a slider, a function that draws is part of it.
    """
    if QUERIES.search(source):
        return False
    try:
        *steps, end = ast.parse(source).body or [ast.Pass()]
    except SyntaxError:  # a magic
        return False
    call = end.value if isinstance(end, ast.Expr) else None
    function = call.func if isinstance(call, ast.Call) else None
    if not (isinstance(function, ast.Name) and function.id in DRAWS):
        return False
    prepares = ast.Assign | ast.Expr | ast.Import | ast.ImportFrom
    if function.id == "slider":
        prepares |= ast.FunctionDef
    return all(isinstance(step, prepares) for step in steps)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def source_of(cell: dict[str, Any]) -> str:
    """Return a cell's source as one text."""
    return joined(cell["source"])


def joined(text: str | list[str]) -> str:
    """Return a text that a notebook may have in lines."""
    return text if isinstance(text, str) else "".join(text)


def _for_lab(source: str) -> str:
    """Return Markdown for JupyterLab, which would print the marker ``[!TIP]``.

    A quote that says what it is follows the theme; Lab's own alerts are bright boxes in the dark.
    """
    return ALERT.sub(_named_quote, source + "\n").strip("\n")


def _named_quote(found: re.Match[str]) -> str:
    named = f"**{found[1].capitalize()}.** {quoted(found[2])}"
    return "".join(f"> {line}".rstrip() + "\n" for line in named.splitlines())


def quoted(lines: str) -> str:
    """Return a quote of Markdown without its marks."""
    return re.sub(r"^> ?", "", lines, flags=re.MULTILINE).strip()
