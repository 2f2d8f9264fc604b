"""An error in a cell: one sentence where we know what to do, else Python's own of the cells."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from django.db import OperationalError, connections

from kata import course
from kata.notebook import errors
from kata.notebook.show import STATIC
from kata.services import postgres
from kata.services.base import ServiceProblem

ORDINARY = """
from arena.discuss.models import Post

def newest():
    return Post.objects.filter(nothing=1)

newest()
"""
THROUGH_US = """
from kata.notebook import race

def broken():
    return {}["key"]

race(broken, broken)
"""


def shown(shell, capsys, cell):
    assert not shell.run_cell(cell).success
    out, err = capsys.readouterr()
    return re.sub(r"\x1b\[[0-9;]*m", "", out + err).strip()


@pytest.mark.parametrize(
    ("cell", "mine", "says"),
    [
        (
            ORDINARY,
            ["newest()", "filter(nothing=1)"],
            "FieldError: Cannot resolve keyword 'nothing'",
        ),
        (THROUGH_US, ["race(broken, broken)", '{}["key"]'], "KeyError: 'key'"),
        ("1 / 0", ["1 / 0"], "ZeroDivisionError: division by zero"),
    ],
)
def test_a_mistake_of_the_learners_names_the_lines_of_their_cells_only(
    shell, capsys, cell, mine, says
):
    printed = shown(shell, capsys, cell)
    assert all(f"{line}\n" in printed for line in mine)
    assert says in printed
    assert "django/db" not in printed
    assert "kata/" not in printed


def test_all_of_it_is_there_for_who_wants_it(shell, capsys):
    shown(shell, capsys, ORDINARY)
    shell.run_line_magic("tb", "")
    assert "django/db" in capsys.readouterr().out


def test_what_ipython_says_of_itself_stays(shell, capsys):
    assert shown(shell, capsys, "%chekc feed").startswith(
        "UsageError: Line magic function `%chekc`"
    )
    assert "SyntaxError" in shown(shell, capsys, "exec('1 +')")
    assert "group" in shown(shell, capsys, "raise ExceptionGroup('group', [ValueError(1)])")


def test_the_author_of_a_lesson_sees_all_of_it(shell, capsys, monkeypatch):
    monkeypatch.setenv(STATIC, "1")
    assert "django/db" in shown(shell, capsys, ORDINARY)


@pytest.mark.parametrize(
    "guess", ["'twelve'", "'12 queries'", "None", "[12]", "float('inf')", "float('nan')"]
)
def test_a_guess_that_is_no_number_is_one_sentence(shell, capsys, guess):
    printed = shown(
        shell, capsys, f"from kata.notebook import predict; predict('How many?', {guess})"
    )
    assert printed.startswith("A guess is a number, such as 12, without quotes and unit; this is")
    assert len(printed.splitlines()) == 1


def test_in_a_notebook_a_sentence_is_a_card_and_the_cell_has_failed(shell, displayed):
    assert not shell.run_cell("%check nothing_at_all").success
    assert "kata-card-bad" in displayed[0].html()
    assert "nothing_at_all" in displayed[0].html()


@pytest.mark.parametrize(
    ("again", "says"),
    [
        (None, "PostgreSQL was stopped. It runs again: run this cell once more."),
        (ServiceProblem("Its disk is full: free some."), "Its disk is full: free some."),
    ],
)
def test_a_server_that_has_gone_is_one_sentence(shell, capsys, monkeypatch, again, says):
    def start():
        if again:
            raise again

    monkeypatch.setattr("kata.notebook.connecting.again", start)
    monkeypatch.setattr(connections["default"], "connection", None)
    shell.user_ns["gone"] = OperationalError("server closed the connection unexpectedly")
    assert shown(shell, capsys, "raise gone") == says


def test_a_cache_that_has_gone_is_one_sentence(shell, capsys):
    cell = "import redis; redis.Redis(unix_socket_path='/no/such').get('key')"
    assert shown(shell, capsys, cell) == errors.VALKEY


@pytest.fixture
def run():
    """Run cells in an IPython of a process and a server of their own."""

    def run(*cells):
        script = (
            "from IPython.core.interactiveshell import InteractiveShell\n"
            f"shell = InteractiveShell.instance()\nfor cell in {cells!r}: shell.run_cell(cell)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=course.ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout.strip().splitlines()

    return run


def test_what_a_notebook_wrote_is_there_after_the_server_was_stopped(run, tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KATA_HOME", str(tmp_path / "home"))
        try:
            lines = run(
                "from kata.notebook import sandbox; _ = sandbox()",
                "from arena.discuss.models import Tag; mine = Tag.objects.create(name='mine')",
                "from kata.services import postgres; postgres.down()",
                "print(Tag.objects.count(), 'there')",
                "print(Tag.objects.count(), 'there')",
                "name = str(__import__('django').db.connection.settings_dict['NAME'])",
                "from kata.databases import clones; clones.drop(name); Tag.objects.count()",
                "print(Tag.objects.count(), 'there')",
            )
        finally:
            postgres.down()
            shutil.rmtree(postgres.data_folder())
    stopped = "PostgreSQL was stopped. It runs again: run this cell once more."
    gone = "PostgreSQL was stopped, and this notebook's empty Arena is gone: run sandbox() again."
    assert lines == [stopped, "1 there", gone, gone]


def test_writing_to_the_large_world_is_one_sentence_and_sandbox_lets_it_be(run):
    lines = run(
        "from kata.notebook import sandbox, start; start(); from arena.discuss.models import Tag",
        "Tag.objects.create(name='mine')",
        "from django.db import connection; connection.cursor().execute('DROP TABLE discuss_tag')",
        "_ = sandbox()",
        "print('made', Tag.objects.create(name='mine').name)",
    )
    assert lines == [errors.READ_ONLY, errors.READ_ONLY, "made mine"]
