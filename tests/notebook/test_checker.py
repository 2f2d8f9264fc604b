"""The process that checks for a notebook: it is kept, it may end, and it ends with a cell."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from kata import course
from kata.judging import runner
from kata.notebook.checker import Checker


@pytest.fixture
def checker(tmp_path, monkeypatch):
    monkeypatch.setenv("KATA_DATABASE_URL", f"sqlite:///{tmp_path}/arena.sqlite3")
    monkeypatch.setenv("KATA_HOME", str(tmp_path / "home"))
    checker = Checker()
    yield checker
    checker.close()


@pytest.fixture
def feed():
    return course.find("related_objects/feed")[0]


def test_one_process_makes_every_check(checker, feed):
    assert checker.check(runner.Job(feed, feed.before)).state == "failed"
    first = checker._process.pid
    assert checker.check(runner.Job(feed, feed.after)).state == "passed"
    assert checker._process.pid == first


def test_one_that_was_ended_is_started_again(checker, feed):
    checker.check(runner.Job(feed, feed.before))
    os.kill(checker._process.pid, signal.SIGKILL)
    assert checker.check(runner.Job(feed, feed.after)).state == "passed"


def test_another_database_is_another_process(checker, feed, tmp_path, monkeypatch):
    checker.check(runner.Job(feed, feed.before))
    first = checker._process.pid
    monkeypatch.setenv("KATA_DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite3")
    assert checker.check(runner.Job(feed, feed.after)).state == "passed"
    assert checker._process.pid != first


def test_a_cell_that_is_interrupted_leaves_no_check_behind(checker, feed, tmp_path, request):
    import psutil

    # A shell has a job in the background ignore it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    answer = tmp_path / "answer.py"
    answer.write_text("while True:\n    pass\n")
    checker.check(runner.Job(feed, feed.before))
    process = psutil.Process(checker._process.pid)
    seen = []

    def interrupt():
        while not seen:  # until it has forked
            seen.extend(process.children(recursive=True))
            time.sleep(0.05)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        checker.check(runner.Job(feed, answer))
    _, alive = psutil.wait_procs([process, *seen], timeout=30)
    assert alive == []


def test_what_cannot_even_start_is_a_verdict_all_the_same(checker, feed, monkeypatch):
    monkeypatch.setattr("kata.notebook.checker.sys.executable", "/bin/false")
    verdict = checker.check(runner.Job(feed, feed.before))
    assert verdict.state == "broken"
    assert "nothing was judged" in verdict.failing.failure.says
