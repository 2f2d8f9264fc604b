"""What the world does to a check, where ``test_screens`` shows what an answer does to it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kata import course
from kata.databases import clones
from kata.services import postgres

FEED = course.find("feed")[0]
ANSWERS = Path(__file__).parents[1] / "answers"


def check(answer, *options, exercise=FEED, **environment):
    command = [sys.executable, "-m", "pytest", exercise.test, f"--answers={answer}", *options]
    return subprocess.Popen(
        command,
        cwd=course.ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def screen(process):
    printed, _ = process.communicate(timeout=120)
    return printed


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    """A server of the test's own, in a folder with a name that needs care."""
    home = tmp_path / "Größe und so"
    monkeypatch.setenv("KATA_HOME", str(home))
    yield home
    postgres.down()
    shutil.rmtree(postgres.data_folder(), ignore_errors=True)


def test_a_server_that_is_killed_in_the_middle_blames_nobody_and_is_back_for_the_next(
    own_home, tmp_path
):
    ready = tmp_path / "ready"
    answer = tmp_path / "feed.py"
    answer.write_text(
        "import pathlib, time\n"
        "from django.db import connection\n"
        "def feed(limit=50):\n"
        "    with connection.cursor() as cursor:\n"
        f"        pathlib.Path({str(ready)!r}).touch()\n"
        "        cursor.execute('SELECT pg_sleep(30)')\n"
        "    return []\n"
    )
    process = check(answer)
    while not ready.exists():
        time.sleep(0.05)
        assert process.poll() is None, screen(process)
    pid = int((postgres.data_folder() / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    assert "PostgreSQL was stopped in the middle of the check" in screen(process)
    assert "all 3 checks pass" in screen(check(FEED.after))


def test_two_checks_at_once_do_not_meet():
    both = [check(FEED.after), check(FEED.before)]
    first, second = (screen(process) for process in both)
    assert "all 3 checks pass" in first
    assert "more for every" in second


def test_answers_that_share_a_process_can_each_have_one_check_of_their_own():
    script = (
        "from kata import course; from kata.judging import runner; runner.warm();"
        "feed = course.find('feed')[0];"
        "wanted = [(feed.before, 'answer'), (feed.before, 'queries'), (feed.after, '')];"
        "jobs = [runner.Job(feed, path, only=only) for path, only in wanted];"
        "[print(one.state, *[check.name for check in one.checks])"
        " for _, one in runner.check_all(jobs, at_once=1)]"
    )
    done = subprocess.check_output([sys.executable, "-c", script], cwd=course.ROOT, text=True)
    assert done.splitlines() == ["passed answer", "failed queries", "passed answer queries rows"]


def test_a_transaction_that_is_open_in_another_database_changes_no_verdict():
    """Meanwhile PostgreSQL uses no new index on a table in which rows were updated."""
    fastest = course.find("fastest")[0]
    with postgres.up().connect(autocommit=False) as other:
        other.execute("SELECT pg_current_xact_id()")
        assert "all 2 checks pass" in screen(check(fastest.after, exercise=fastest))


def test_a_check_leaves_the_connection_of_the_process_that_asked_for_it_alone():
    script = (
        "from kata import course; from kata.databases import backend;"
        "from kata.judging import runner;"
        "runner.warm();"
        "from django.db import connection; cursor = connection.cursor();"
        "job = runner.Job(*[(e, e.after) for e in course.find('feed')][0]);"
        "assert runner.check(job).passed; cursor.execute('SELECT 1')"
    )
    with clones.scratch() as name:
        environment = {**os.environ, "KATA_DATABASE_URL": postgres.up().url(name)}
        subprocess.run([sys.executable, "-c", script], cwd=course.ROOT, env=environment, check=True)


def test_a_check_that_is_stopped_in_the_background_leaves_nothing(tmp_path):
    """A shell's background job ignores the signal by which a check is told to stop."""
    answer, ready = tmp_path / "feed.py", tmp_path / "ready"
    answer.write_text(
        "import pathlib, time\n"
        f"def feed(limit=50):\n    pathlib.Path({str(ready)!r}).touch()\n    time.sleep(60)\n"
    )
    script = (
        "import pathlib, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN);"
        "from kata import course; from kata.judging import runner; runner.warm();"
        f"job = runner.Job(course.find('feed')[0], pathlib.Path({str(answer)!r}));"
        f"stopped = pathlib.Path({str(ready)!r}).exists;"
        "print(list(runner.check_all([job], at_once=1, stopped=stopped)))"
    )
    assert clones.sweep() == []
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=course.ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\n", done.stderr
    assert clones.sweep() == []


def test_getting_ready_leaves_django_at_the_database_that_it_had():
    program = (
        "from kata.judging import runner; runner.warm();"
        "from django.db import connections; own = dict(connections['default'].settings_dict);"
        "runner.get_ready(); print(connections['default'].settings_dict == own)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout == "True\n", done.stderr


def test_nothing_is_left_behind():
    screen(check(ANSWERS / "hostile_drops_tables.py"))
    screen(check(ANSWERS / "hostile_kills_itself.py"))
    before = clones.sweep()
    screen(check(ANSWERS / "hostile_raises.py"))
    assert (before, clones.sweep()) == ([], [])


def test_sqlite_gives_the_same_verdicts(tmp_path):
    url = f"sqlite:///{tmp_path / 'arena.sqlite3'}"
    assert "all 3 checks pass" in screen(check(FEED.after, KATA_DATABASE_URL=url))
    assert "more for every" in screen(check(FEED.before, KATA_DATABASE_URL=url))
    around = screen(check(ANSWERS / "cheat_driver_cursor.py", KATA_DATABASE_URL=url))
    assert "check 1 of 3 fails" in around


@pytest.mark.parametrize(
    ("url", "code"), [("postgresql://nobody@127.0.0.1:1/nothing", 1), ("mysql://somewhere", 4)]
)
def test_a_broken_database_url_is_one_sentence(url, code):
    process = check(FEED.after, KATA_DATABASE_URL=url)
    printed = screen(process)
    assert process.returncode == code
    assert "unset KATA_DATABASE_URL" in " ".join(printed.split())
    assert "Traceback" not in printed
    assert "INTERNALERROR" not in printed


@pytest.mark.parametrize("option", ["--answers=/no/such/file.py"])
def test_an_answer_that_is_not_there_is_one_sentence(option):
    assert "There is no file /no/such/file.py" in screen(check("", option))


def test_a_line_is_named_in_a_file_with_spaces_and_umlauts(tmp_path):
    answer = tmp_path / "löse es.py"
    answer.write_text("def feed(limit=50):\n    while True: limit += 0\n")
    assert "löse es.py:2 still runs after 1 second" in screen(check(answer, "--seconds=1"))


def test_the_servers_own_time_is_no_part_of_a_run():
    assert clones.started() == clones.started()
    assert postgres.up().embedded


def test_what_a_check_wrote_while_the_answer_ran_is_not_said_of_the_answer():
    counts = course.find("counts")[0]
    answer = counts.solutions / "wrong_distinct.py"
    printed = screen(check(answer, exercise=counts))
    assert "The database handles" in printed  # the check before it publishes posts between queries
    assert "changes rows" not in printed
