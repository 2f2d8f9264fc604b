"""The copies of the lessons: a newer lesson reaches them, and nothing of a learner is lost."""

from __future__ import annotations

import json

import pytest

from kata import course
from kata.learner import lesson_copies
from kata.services.base import ServiceProblem


def cell(identity, text, outputs=()):
    return {
        **{"cell_type": "code", "id": identity, "metadata": {}, "execution_count": None},
        **{"source": text.splitlines(keepends=True), "outputs": list(outputs)},
    }


def book(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def root(tmp_path):
    """A course of one lesson."""
    chapter = tmp_path / "chapters/01_numbers"
    chapter.mkdir(parents=True)
    manifest = 'title = "Numbers"\nsummary = "They add up."\nexercise = []\n'
    (chapter / "chapter.toml").write_text(manifest)
    save(tmp_path, book(cell("a", "1"), cell("b", "2"), cell("c", "3")))
    return tmp_path


def save(root, content, folder="chapters/01_numbers"):
    (root / folder / "lesson.ipynb").write_text(json.dumps(content))


def copy(root, folder="lab/01_numbers"):
    return json.loads((root / folder / "lesson.ipynb").read_text())


def texts(content):
    return ["".join(cell["source"]) for cell in content["cells"]]


def test_a_copy_is_made_and_then_left_alone(root):
    assert lesson_copies.lay_out(root) == []
    mine = copy(root)
    mine["cells"][1] = cell("b", "200", ["an output"])
    save(root, mine, "lab/01_numbers")

    assert lesson_copies.lay_out(root) == []
    assert copy(root) == mine


def test_a_newer_lesson_comes_with_all_that_the_learner_wrote(root):
    lesson_copies.lay_out(root)
    mine = copy(root)
    mine["cells"][0]["outputs"] = ["one"]  # has only been run
    mine["cells"][1]["source"] = ["rewritten"]
    mine["cells"].insert(2, cell("own", "my own"))
    save(root, mine, "lab/01_numbers")
    save(root, book(cell("a", "1"), cell("new", "two and a half"), cell("d", "4")))

    (said,) = lesson_copies.lay_out(root)

    assert said.startswith("lab/01_numbers/lesson.ipynb: the lesson was updated")
    # "2" had been rewritten, so it stays though the lesson has dropped it; "3" had not.
    assert texts(copy(root)) == ["1", "rewritten", "my own", "two and a half", "4"]
    assert copy(root)["cells"][0]["outputs"] == ["one"]
    assert lesson_copies.lay_out(root) == []


def test_a_cell_that_only_looks_another_way_is_replaced_and_keeps_its_outputs(root):
    lesson_copies.lay_out(root)
    mine = copy(root)
    mine["cells"][0]["outputs"] = ["one"]
    save(root, mine, "lab/01_numbers")
    save(root, book(cell("a", "one"), cell("b", "2"), cell("c", "3")))
    lesson_copies.lay_out(root)
    assert texts(copy(root)) == ["one", "2", "3"]
    assert copy(root)["cells"][0]["outputs"] == ["one"]


def test_a_cell_that_is_folded_now_is_folded_in_the_copy(root):
    lesson_copies.lay_out(root)
    folded = {"jupyter": {"source_hidden": True}}
    new = book(cell("a", "one"), cell("b", "2") | {"metadata": folded}, cell("c", "3"))
    save(root, new)
    lesson_copies.lay_out(root)
    assert [cell["metadata"] for cell in copy(root)["cells"]] == [{}, folded, {}]


def test_a_chapter_that_gets_another_number_takes_the_copy_along(root):
    lesson_copies.lay_out(root)
    mine = copy(root)
    mine["cells"].append(cell("own", "my own"))
    save(root, mine, "lab/01_numbers")
    (root / "chapters/01_numbers").rename(root / "chapters/07_numbers")
    course.chapters.cache_clear()
    lesson_copies.lay_out(root)
    assert texts(copy(root, "lab/07_numbers"))[-1] == "my own"
    assert not (root / "lab/01_numbers").exists()


@pytest.mark.parametrize(
    "damaged", ["", "{", "[]", '{"cells": []}', '{"cells": 1, "metadata": {}}']
)
def test_what_cannot_be_read_is_kept_beside_the_fresh_one(root, damaged):
    lesson_copies.lay_out(root)
    file = root / "lab/01_numbers/lesson.ipynb"
    file.write_text(damaged)
    (said,) = lesson_copies.lay_out(root)
    assert "saved as lesson-kept-" in said
    assert texts(copy(root)) == ["1", "2", "3"]
    (aside,) = file.parent.glob("lesson-kept-*")
    assert aside.read_text() == damaged


def test_a_folder_that_is_a_file_is_one_sentence(root):
    (root / "lab").write_text("mine")
    with pytest.raises(ServiceProblem, match="need a folder"):
        lesson_copies.lay_out(root)
    assert (root / "lab").read_text() == "mine"
