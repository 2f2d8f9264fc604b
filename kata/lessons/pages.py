"""A lesson that was executed as Markdown for the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kata.course import Chapter
from kata.lessons.notebooks import ALERT, joined, only_draws, quoted, source_of
from kata.lessons.running import executed, plain

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


def _parts(cell: dict[str, Any], named: set[int]) -> Iterator[str]:
    """Yield a cell's code and its outputs; cells whose number an output names show it."""
    source = source_of(cell)
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
            printed += joined(output["text"])
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
    source = source_of(cell)
    if "setup" in cell["metadata"].get("tags", []):
        return "Set-up of this notebook"
    if GUESS.match(source):
        return "Your guess, in the notebook"
    if only_draws(source):
        return "The code that draws this"
    return ""


def _paragraphs(parts: list[str]) -> str:
    return "\n\n".join(parts)


def _output(data: dict[str, Any]) -> str:
    from kata.notebook.html import without_styles

    if "text/html" in data:
        html = without_styles(joined(data["text/html"])).strip()
        # One line is one block to Markdown, whatever is in it.
        return f'<div class="kata-output">{html}</div>'.replace("\n", "&#10;")
    if "text/markdown" in data:
        return joined(data["text/markdown"])
    return _fence(joined(data.get("text/plain", "")))


def _fence(text: str) -> str:
    return f"```{{ .text .output }}\n{plain(text).rstrip()}\n```"


def _markdown(source: str) -> str:
    text = re.sub(r"\A# .*\n+", "", source)  # the page has its title already
    text = re.sub(r"\]\(\.\./\d\d_(\w+)/lesson\.ipynb\)", r"](../\1/index.md)", text)
    # What a project is about stands beside it, and on a page of the same name below the chapter.
    text = re.sub(r"\]\(\.\./\.\./solutions/\w+/(\w+)/before/README\.md\)", r"](\1.md)", text)
    text = text.replace("](../../site/", "](../")
    return ALERT.sub(_admonition, text + "\n").strip("\n")


def _admonition(found: re.Match[str]) -> str:
    return f"!!! {ALERTS.get(found[1], 'note')}\n\n{_indented(quoted(found[2]))}\n"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())
