"""Lessons: from ``lesson.py`` to the notebook that a learner opens, and to a page of the site.

The source is Python in jupytext's percent format. ``notebook`` makes ``lesson.ipynb`` of it, which
has no outputs; ``executed`` runs it from top to bottom in a fresh kernel, and keeps the result
under ``.lesson-cache/`` by a hash of all that decides it; ``page`` turns that into Markdown.

    python -m kata.lessons            write the notebooks that are not as their sources
    python -m kata.lessons --check    exit with 1 if there are any
    python -m kata.lessons --execute  execute what is not in the cache
"""

from __future__ import annotations

import ast
import json
import os
import platform
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from kata.course import ROOT, Chapter, chapters

CACHE = ".lesson-cache"
CELL_SECONDS = 120
EXERCISES = "## Exercises"
ALERTS = {
    "NOTE": "note",
    "TIP": "tip",
    "IMPORTANT": "info",
    "WARNING": "warning",
    "CAUTION": "danger",
}
INTRODUCTION = """!!! note "A page made from a notebook"

    What is below was executed when the site was built. `kata lab` opens it as a notebook: there you
    type your guess, move the sliders, change the code and run it again."""
GUESS = re.compile(r"\A(?:\w+ = predict\(|\w+\.measured\()")
MEASURED = re.compile(r"^\w+\.measured\(", re.MULTILINE)
QUERIES = re.compile(r"\.objects\b|\bcache\.")
DRAWS = {"bars", "chart", "lanes", "slider", "Pair"}  # of kata.notebook
ALERT = re.compile(r"^> \[!(\w+)\]\n((?:^>.*\n?)+)", re.MULTILINE)
MADE_WITH = (
    "kata/lessons.py",
    "kata/notebook/*.py",
    "kata/checks/*.py",
    "kata/services/*.py",
    "arena/**/*.py",
)


class LessonProblem(RuntimeError):
    """A lesson cannot be executed; the message says which cell, and what it says."""


def sources(root: Path = ROOT) -> list[Path]:
    """Return the source of the welcome notebook, and of each chapter's lesson that is written."""
    found = [root / "chapters" / "welcome.py"]
    found += [chapter.folder / "lesson.py" for chapter in chapters(root)]
    return [path for path in found if path.is_file()]


def notebook(source: Path) -> str:
    """Return the notebook of a source, as the text of its file: no outputs, and stable ids."""
    book = _notebook(source)
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _for_lab(_source(cell)).splitlines(keepends=True)
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def stale(root: Path = ROOT) -> list[Path]:
    """Return the sources whose notebook is missing or another one."""
    return [path for path in sources(root) if _text(path.with_suffix(".ipynb")) != notebook(path)]


def executed(source: Path, *, root: Path = ROOT) -> dict[str, Any]:
    """Return a lesson's notebook with outputs, up to its exercises; execute it if need be.

    Raises:
        LessonProblem: a cell fails, or what executes it is not installed.
    """
    key = sha256(b"\0".join(_decisive(source, root))).hexdigest()[:20]
    name = source.stem if source.stem == "welcome" else source.parent.name
    kept = root / CACHE / f"{name}-{key}.json"
    if not kept.is_file():
        result = execute(_without_exercises(_notebook(source)), source.parent)
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
    _spare_the_grammars()
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
        raise LessonProblem(f"{folder.name}: {_plain(str(error))}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise LessonProblem(f"{folder.name}: {error}") from None
    done: dict[str, Any] = json.loads(nbformat.writes(book))
    return done


def page(chapter: Chapter) -> str:
    """Return a chapter's lesson as Markdown for the site; empty where none is written.

    It has neither the title nor the exercises: the site has its own. Outputs are HTML whose classes
    ``kata.notebook.html.stylesheet()`` explains.

    Raises:
        LessonProblem: a cell fails, or what executes it is not installed.
    """
    source = chapter.folder / "lesson.py"
    if not source.is_file():
        return ""
    cells = executed(source, root=chapter.folder.parent.parent)["cells"]
    named = {int(number) for number in re.findall(r"\bIn\[(\d+)\]:\d", json.dumps(cells))}
    parts = [INTRODUCTION, *(part for cell in cells for part in _parts(cell, named))]
    return _paragraphs(parts) + "\n"


def main(arguments: list[str]) -> int:
    """Write, check or execute; return the exit code."""
    if "--execute" in arguments:
        for source in sources():
            executed(source)
        return 0
    outdated = stale()
    for source in outdated:
        name = source.with_suffix(".ipynb").relative_to(ROOT)
        if "--check" in arguments:
            print(f"{name} is not as its source: python -m kata.lessons writes it.")
        else:
            source.with_suffix(".ipynb").write_text(notebook(source), encoding="utf-8")
            print(f"{name} is written.")
    return int(bool(outdated) and "--check" in arguments)


def _notebook(source: Path) -> dict[str, Any]:
    _spare_the_grammars()
    import jupytext

    cells, seen = [], set[str]()
    for cell in jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent").cells:
        text = cell.source.strip("\n")
        identity = sha256(text.encode()).hexdigest()[:8]
        while identity in seen:  # two cells of the same text
            identity = sha256(identity.encode()).hexdigest()[:8]
        seen.add(identity)
        metadata = {"tags": tags} if (tags := cell.metadata.get("tags")) else {}
        if cell.cell_type == "code" and _only_draws(text):
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


def _without_exercises(book: dict[str, Any]) -> dict[str, Any]:
    cells: list[dict[str, Any]] = []
    for cell in book["cells"]:
        before, found, _ = _source(cell).partition(f"\n{EXERCISES}\n")
        if found:
            cells.append({**cell, "source": before.rstrip()})
            break
        cells.append(cell)
    return {**book, "cells": cells}


def _spare_the_grammars() -> None:
    """Spare nbformat some seconds: jsonschema would compile grammars that no notebook needs."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _decisive(source: Path, root: Path) -> Iterator[bytes]:
    """Yield all that decides what the outputs are, but for the machine."""
    import django

    yield source.read_bytes()
    yield f"{django.__version__} {platform.python_version_tuple()[:2]}".encode()
    for pattern in MADE_WITH:
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_bytes()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _source(cell: dict[str, Any]) -> str:
    return _joined(cell["source"])


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


# Markdown


def _parts(cell: dict[str, Any], named: set[int]) -> Iterator[str]:
    """Yield a cell's code and its outputs; cells whose number an output names show it."""
    source = _source(cell)
    if cell["cell_type"] == "markdown":
        yield _markdown(source)
        return
    number = cell["execution_count"]
    shown = f' title="In[{number}]" linenums="1"' if number in named else ""
    code = f"```python{shown}\n{source}\n```"
    folded = _folded(cell)
    yield f'??? note "{folded}"\n\n{_indented(code)}' if folded else code
    outputs = list(_outputs(cell))
    if MEASURED.search(source):  # a reader may want to guess first, as in the notebook
        yield f'??? note "What was measured"\n\n{_indented(_paragraphs(outputs))}'
    else:
        yield from outputs


def _outputs(cell: dict[str, Any]) -> Iterator[str]:
    printed = ""
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            printed += _joined(output["text"])
            continue
        if printed:
            yield _fence(printed)
            printed = ""
        yield _output(output["data"])
    if printed:
        yield _fence(printed)


def _folded(cell: dict[str, Any]) -> str:
    """Return the words behind which a page folds a cell's code; empty for code to be read.

    Code that only draws, and a guess that nobody can type here, would stand between the text and
    what was measured.
    """
    source = _source(cell)
    if "setup" in cell["metadata"].get("tags", []):
        return "Set-up of this notebook"
    if GUESS.match(source):
        return "Your guess, in the notebook"
    if _only_draws(source):
        return "The code that draws this"
    return ""


def _only_draws(source: str) -> bool:
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


def _paragraphs(parts: list[str]) -> str:
    return "\n\n".join(parts)


def _output(data: dict[str, Any]) -> str:
    from kata.notebook.html import without_styles

    if "text/html" in data:
        html = without_styles(_joined(data["text/html"])).strip()
        # One line is one block to Markdown, whatever is in it.
        return f'<div class="kata-output">{html}</div>'.replace("\n", "&#10;")
    if "text/markdown" in data:
        return _joined(data["text/markdown"])
    return _fence(_joined(data.get("text/plain", "")))


def _fence(text: str) -> str:
    return f"```{{ .text .output }}\n{_plain(text).rstrip()}\n```"


def _markdown(source: str) -> str:
    text = re.sub(r"\A# .*\n+", "", source)  # the page has its title already
    text = re.sub(r"\]\(\.\./\d\d_(\w+)/lesson\.ipynb\)", r"](../\1/index.md)", text)
    text = text.replace("](../../site/", "](../")
    return ALERT.sub(_admonition, text + "\n").strip("\n")


def _admonition(found: re.Match[str]) -> str:
    return f"!!! {ALERTS.get(found[1], 'note')}\n\n{_indented(_quoted(found[2]))}\n"


def _for_lab(source: str) -> str:
    """Return Markdown for JupyterLab, which would print the marker ``[!TIP]``.

    A quote that says what it is follows the theme; Lab's own alerts are bright boxes in the dark.
    """
    return ALERT.sub(_named_quote, source + "\n").strip("\n")


def _named_quote(found: re.Match[str]) -> str:
    named = f"**{found[1].capitalize()}.** {_quoted(found[2])}"
    return "".join(f"> {line}".rstrip() + "\n" for line in named.splitlines())


def _quoted(lines: str) -> str:
    return re.sub(r"^> ?", "", lines, flags=re.MULTILINE).strip()


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except LessonProblem as problem:
        sys.exit(str(problem))
