"""One source: change a file of the course, and page, terminal and Lab change with no other edit."""

import os
import shutil
import subprocess
import sys

import pytest

from kata import course
from kata.site.markdown import prose, task
from kata.site.pages import pages
from tests_site.conftest import ROOT, build


@pytest.fixture
def copy(tmp_path):
    """A copy of what the site is made from, without lessons: those take a minute to execute."""
    wanted = ("site", "kata", "arena", "chapters", "exercises", "solutions", "overrides",
              "mkdocs.yml", "tests/screens")  # fmt: skip
    for name in wanted:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "lesson.py")
            shutil.copytree(source, tmp_path / name, ignore=ignored)
        elif source.is_file():
            shutil.copy(source, tmp_path / name)
    return tmp_path


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


IN_LAB = """
from IPython.core.interactiveshell import InteractiveShell
from kata.notebook import magics

shell = InteractiveShell.instance()
magics.register(shell)
shell.run_line_magic("task", "feed")
"""


def said_by(copy, *command):
    """Return what a command prints when the copy is the course."""
    environment = {**os.environ, "KATA_ROOT": str(copy), "KATA_HOME": str(copy / "home")}
    command = [sys.executable, *command]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_the_page_the_terminal_and_lab_say_what_each_file_says(copy, tmp_path_factory):
    answers = copy / "solutions" / "02_related_objects" / "feed"
    edit(
        answers / "before.py",
        "The front page sends over a hundred queries",
        "The landing page is a snail",
    )
    edit(answers / "why.md", "is a query in disguise", "is a question in costume")
    edit(
        answers / "wrong_inner_join.py",
        "A condition on the editor is an inner join",
        "An editor eats",
    )
    tests = copy / "exercises" / "02_related_objects" / "test_feed.py"
    edit(tests, "The same posts, in the same order.", "Neither more nor less.")
    edit(copy / "chapters" / "02_related_objects" / "chapter.toml", "The front page", "Page one")

    built = build(copy, tmp_path_factory.mktemp("changed"))

    page = (built / "related_objects" / "feed" / "index.html").read_text(encoding="utf-8")
    for words in (
        "The landing page is a snail",
        "is a question in costume",
        "An editor eats",
        "Neither more nor less.",
        ">Page one<",
    ):
        assert words in page
    assert "The front page sends over a hundred queries" not in page
    assert "The landing page is a snail" in said_by(copy, "-m", "kata", "task", "feed")
    assert "The landing page is a snail" in said_by(copy, "-c", IN_LAB)
    assert "Page one" in (built / "course" / "index.html").read_text(encoding="utf-8")


def test_a_chapter_is_added_by_adding_files(copy):
    chapter = copy / "chapters" / "03_pages"
    chapter.mkdir()
    old = (copy / "chapters" / "02_related_objects" / "chapter.toml").read_text(encoding="utf-8")
    (chapter / "chapter.toml").write_text(old.replace("Related objects", "Long lists"), "utf-8")
    for kind in ("exercises", "solutions"):
        shutil.copytree(copy / kind / "02_related_objects", copy / kind / "03_pages")

    made = pages([*course.chapters(copy)], lesson=lambda chapter: "")

    assert "Long lists" in made["course/index.md"]
    assert 'data-slug="pages/feed"' in made["pages/feed.md"]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Change feed() now.", "Change `feed()` now."),
        ('select_related("author", ...) joins', '`select_related("author", ...)` joins'),
        ("class Cost: __call__(self) counts", "class Cost: `__call__(self)` counts"),
        ("a < b and *stars*", r"a &lt; b and \*stars\*"),
        ("connections.all(initialized_only=True).", "`connections.all(initialized_only=True)`."),
        ("see [the manual](why.md)", "see [the manual](why.md)"),
        ("`kept` as it is", "`kept` as it is"),
        ("the value is None.", "the value is `None`."),
        ("Done. None may see it.", "Done. None may see it."),
        ("at 20.5 ms, e.g. here", "at 20.5 ms, e.g. here"),
    ],
)
def test_plain_text_becomes_markdown(text, markdown):
    assert prose(text) == markdown


def test_a_task_keeps_its_lists_and_blocks():
    text = (
        "Do this:\n\n    grow(n)   adds\n    page()    opens\n\n- one\n  more\n- two\n\n"
        "Allowed:\n- queries: at most\n  page(2).\n"
    )
    assert task(text) == (
        "Do this:\n\n```text\ngrow(n)   adds\npage()    opens\n```\n\n- one more\n- two\n\n"
        "**Allowed:**\n{ .allowed }\n\n- **queries**: at most `page(2)`.\n"
    )
