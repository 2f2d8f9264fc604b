"""Lessons without running them: the notebook is its source, and a page is its notebook."""

from __future__ import annotations

import ast
import json
import re
import subprocess

import pytest

pytest.importorskip("jupytext", reason="jupytext is not installed: make lab installs it")

from kata import course, lessons
from kata.lessons import notebooks, pages

SOURCES = lessons.sources()
LESSONS = [path for path in SOURCES if path.name == "lesson.py"]
SECTIONS = ["Report", "Predict", "Experiment", "Why", "The price", "The claim", "Exercises"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_notebook_is_its_source_and_has_no_outputs(source):
    committed = _committed(source.with_suffix(".ipynb"))

    assert committed == lessons.notebook(source), "python -m kata.lessons writes it"
    cells = json.loads(committed)["cells"]
    assert not any(cell.get("outputs") for cell in cells)
    assert len({cell["id"] for cell in cells}) == len(cells)


def _committed(path):
    """What git has: a learner who runs a lesson saves outputs and guesses in the file."""
    name = path.relative_to(course.ROOT).as_posix()
    command = ["git", "show", f":{name}"]
    try:
        found = subprocess.run(command, cwd=course.ROOT, capture_output=True, check=False)
    except FileNotFoundError:  # no git
        return path.read_text(encoding="utf-8")
    return found.stdout.decode() if not found.returncode else path.read_text(encoding="utf-8")


@pytest.mark.parametrize("source", LESSONS, ids=lambda path: path.parent.name)
def test_a_lesson_has_the_agreed_shape(source):
    assert [heading.partition(": ")[0] for heading in _headings(source)] == SECTIONS


def test_no_two_lessons_have_a_heading_in_common():
    """In a table of contents and in the search, a heading says which chapter it is of."""
    headings = [each for source in LESSONS for each in _headings(source) if each != "Exercises"]
    assert len(headings) == len(LESSONS) * (len(SECTIONS) - 1)
    assert len(set(headings)) == len(headings)
    assert all(heading.partition(": ")[2] for heading in headings)


def _headings(source):
    return re.findall(r"^# ## (.+)$", source.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("source", LESSONS, ids=lambda path: path.parent.name)
def test_text_above_the_exercises_is_true_on_a_page_too(source):
    """A page has no cells to run and no slider to move."""
    text = source.read_text(encoding="utf-8").partition("# ## Exercises")[0]
    words = " ".join(re.sub("^# ?", "", line) for line in text.splitlines() if line[:1] == "#")
    assert not re.search(r"[Rr]un the cell|move the slider|three dots|this notebook", words)


@pytest.mark.parametrize("chapter", course.chapters(), ids=lambda chapter: chapter.slug)
def test_a_lesson_checks_every_exercise_of_its_chapter(chapter):
    text = (chapter.folder / "lesson.py").read_text(encoding="utf-8")
    checked = re.findall(r"^# %check (\w+)$", text, re.MULTILINE)
    assert checked == [exercise.name for exercise in chapter.exercises]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_links_between_lessons_lead_somewhere(source):
    links = re.findall(r"\]\(([^)#]+)\)", source.read_text(encoding="utf-8"))
    for link in [link for link in links if not link.startswith("https://")]:
        assert (source.parent / link).is_file(), link


@pytest.mark.parametrize("source", LESSONS, ids=lambda path: path.parent.name)
def test_a_lesson_leads_to_what_the_glossary_explains(source):
    terms = re.findall(r"\]\(\.\./\.\./site/glossary\.md#([\w-]+)\)", source.read_text("utf-8"))
    glossary = (course.ROOT / "site" / "glossary.md").read_text(encoding="utf-8")
    assert terms
    assert [term for term in terms if f"{{ #{term} }}" not in glossary] == []


def test_the_same_cell_twice_has_two_ids(tmp_path):
    source = tmp_path / "lesson.py"
    source.write_text("# %%\nx\n\n# %%\nx\n")
    ids = [cell["id"] for cell in json.loads(lessons.notebook(source))["cells"]]
    assert len(set(ids)) == 2
    assert [cell["id"] for cell in json.loads(lessons.notebook(source))["cells"]] == ids


def test_magics_are_comments_in_the_source_and_magics_in_the_notebook(tmp_path):
    source = tmp_path / "lesson.py"
    source.write_text("# %%\n# %check feed\n\n# %%\n# %%answer feed\nx = 1\n")
    cells = json.loads(lessons.notebook(source))["cells"]
    assert ["".join(cell["source"]) for cell in cells] == ["%check feed", "%%answer feed\nx = 1"]
    ast.parse(source.read_text())


MARKDOWN = """\
# A title

Some text, and [the next](../02_related_objects/lesson.ipynb).

> [!TIP]
> Do *this*.
>
> And that.

> A quotation.
"""


def page(tmp_path, monkeypatch, *cells):
    folder = tmp_path / "chapters" / "01_x"
    folder.mkdir(parents=True)
    (folder / "lesson.py").write_text("")
    monkeypatch.setattr(pages, "executed", lambda source, root: {"cells": list(cells)})
    return lessons.page(course.Chapter(1, "x", "X", "", (), folder))


def code(source, *outputs, tags=()):
    metadata = {"tags": list(tags)}
    made = {"cell_type": "code", "source": source, "metadata": metadata, "outputs": list(outputs)}
    return {**made, "execution_count": 1}


def data(**mime):
    named = {name.replace("_", "/"): value for name, value in mime.items()}
    return {"output_type": "execute_result", "data": named}


def test_a_page_is_markdown(tmp_path, monkeypatch):
    made = page(
        tmp_path,
        monkeypatch,
        {"cell_type": "markdown", "source": MARKDOWN},
        code("start()", tags=["setup"]),
        code(
            "x",
            {"output_type": "stream", "text": "printed\n"},
            data(text_html='<pre class="kata-screen" style="x">a\n\nb</pre>', text_plain="no"),
        ),
        code("y", data(text_plain="7")),
    )
    assert "# A title" not in made
    assert "[the next](../related_objects/index.md)" in made
    assert "!!! tip\n\n    Do *this*.\n\n    And that.\n" in made
    assert "> A quotation." in made
    assert '??? note "Set-up of this notebook"\n\n    ```python\n    start()\n    ```' in made
    assert "```{ .text .output }\nprinted\n```" in made
    assert '<div class="kata-output"><pre class="kata-screen">a&#10;&#10;b</pre></div>' in made
    assert "```{ .text .output }\n7\n```" in made


def test_a_chapter_without_a_lesson_has_an_empty_page(tmp_path):
    assert lessons.page(course.Chapter(1, "x", "X", "", (), tmp_path)) == ""


def hidden(source):
    cells = json.loads(lessons.notebook(source))["cells"]
    return ["".join(c["source"]) for c in cells if c["metadata"].get("jupyter") == FOLDED]


FOLDED = {"source_hidden": True}


def test_lab_folds_what_only_draws_and_nothing_that_measures(tmp_path):
    source = tmp_path / "lesson.py"
    draws = [
        'bars("x", {"a": near.ms}, unit="ms")',
        "from statistics import mean\nPair(bars('x', {'a': mean(ms)}, unit='ms'))",
        "def picture(away):\n    return chart('x', seen)\n\n\nslider(picture, 'ms', (0, 1))",
    ]
    others = [
        "def measure():\n    return 1\n\n\nbars('x', {'a': measure()}, unit='ms')",
        "bars('x', {'a': Post.objects.count()}, unit='rows')",
        "with queries() as near:\n    visit()\nbars('x', {'a': near.ms}, unit='ms')",
        "near.ms",
    ]
    source.write_text("".join(f"# %%\n{text}\n\n" for text in [*draws, *others]))
    assert hidden(source) == draws


@pytest.mark.parametrize("source", LESSONS, ids=lambda path: path.parent.name)
def test_every_chart_of_a_lesson_is_folded(source):
    cells = json.loads(lessons.notebook(source))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    drawn = re.compile(rf"^({'|'.join(notebooks.DRAWS)})\(", re.MULTILINE)
    assert [text for text in code if drawn.search(text)] == hidden(source)


def test_a_marker_of_githubs_is_a_quote_with_a_name_in_lab():
    text = notebooks._for_lab("Before.\n\n> [!TIP]\n> Use `only()`.\n>\n> Always.\n\n> a quote\n")
    assert text == "Before.\n\n> **Tip.** Use `only()`.\n>\n> Always.\n\n> a quote"


def test_no_notebook_has_a_marker_that_lab_does_not_know():
    assert [path for path in SOURCES if "> [!" in lessons.notebook(path)] == []
