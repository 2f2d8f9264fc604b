"""Runs an exercise's checks on an answer, in a process of their own, and returns the verdict.

The process is forked from this one, in which Django, pytest and the checks are imported already:
that is what makes the second check fast.
"""

from __future__ import annotations

import contextlib
import gc
import json
import multiprocessing as mp
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import groupby, islice
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from kata import environment, owner
from kata.course import ROOT, Exercise
from kata.verdict import Check, Verdict, failure

_WARM = (
    "_pytest._argcomplete",
    "_pytest.faulthandler",
    "_pytest.helpconfig",
    "_pytest.junitxml",
    "_pytest.logging",
    "_pytest.python",
    "_pytest.skipping",
    "_pytest.warnings",
    "arena.worlds",
    "django.test",
    "kata.checks",
    "kata.checks.blame",
    "kata.judging.plugin",
    "kata.sandbox.debugger",
    "kata.sandbox.forked",
    "kata.sandbox.in_page",
    "kata.sandbox.leftovers",
    "kata.sandbox.prompt",
    "multiprocessing.popen_fork",
    "packaging.version",
    "pytest_django.fixtures",
    "pytest_django.plugin",
    "rest_framework.serializers",
    "rest_framework.viewsets",
)

# What only some exercises need, and takes long: imported when there is time.
_LATE = ("django.core.cache.backends.redis", "kata.checks.webserver", "psycopg_pool", "redis")

BATCH = 11  # answers to one exercise that share a process: pytest starts once for all of them
PATIENCE = 300.0  # seconds for an answer; the child is ended long before
TICK = 0.1  # seconds between two questions whether to stop
GRACE = 3.0  # seconds that a check has to clean up when this process is ended


@dataclass(frozen=True)
class Job:
    """One answer to check.

    Attributes:
        keep_going: run every check, also after one has failed.
        seconds: processor time that the answer may take; None is the usual limit.
        only: the one check to run; empty for all.
    """

    exercise: Exercise
    answer: Path
    keep_going: bool = False
    seconds: int | None = None
    only: str = ""


Batch = list[Job]  # of one exercise, with the same limit, and each with or without ``only``


def warm() -> None:
    """Import what every check needs, and have the database up. Call it before the first check."""
    environment.clean()
    import django

    django.setup()
    for module in _WARM:
        import_module(module)
    from kata.databases import backend

    backend.prepare()


def get_ready() -> None:
    """Do what the next check would begin with, while nobody waits for it: its database is made.

    Raises:
        ServiceProblem: the server cannot be used.
    """
    from kata.databases import backend

    _rehearse()
    backend.prepare_spare()


@cache
def _rehearse() -> None:
    """Fill a small world and read it, once: a check inherits what is only worked out on first use.

    Django compiles how each model is written and read, and psycopg how each type is sent.
    """
    for module in _LATE:
        import_module(module)
    from django.db import DatabaseError

    from arena.discuss.models import Post
    from arena.worlds import World
    from kata.databases import backend

    with backend.scratch() as url, backend.using(url), contextlib.suppress(DatabaseError):
        world = World(seed=1)
        world.clear()
        world.posts(3)
        world.shake()
        shown = Post.objects.select_related("author", "contest").prefetch_related(
            "comments__author"
        )
        [post.author.posts.count() for post in shown.order_by("-published_at", "-pk")]


def check(job: Job) -> Verdict:
    """Check one answer and return the verdict."""
    return next(iter(check_all([job], at_once=1)))[1]


def check_all(
    jobs: Iterable[Job], *, at_once: int, stopped: Callable[[], bool] = lambda: False
) -> Iterator[tuple[Job, Verdict]]:
    """Check many answers in so many processes at once, and yield each verdict as it comes.

    Args:
        stopped: asked several times a second; once it is true, what runs is ended.
    """
    waiting = _batches(jobs)
    running: dict[int, tuple[Batch, BaseProcess, Path]] = {}
    with owner.temporary_folder() as folder:
        try:
            while True:
                while len(running) < at_once and (batch := next(waiting, None)):
                    process, file = _start(batch, folder)
                    running[process.sentinel] = batch, process, file
                if not running:
                    return
                longest = max(len(batch) for batch, _, _ in running.values())
                done = _finished(list(running), PATIENCE * longest, stopped)
                if stopped():
                    _end([process for _, process, _ in running.values()])
                    return
                for sentinel in done:
                    batch, process, file = running.pop(sentinel)
                    process.kill()
                    process.join()
                    yield from zip(batch, _verdicts(batch, file), strict=True)
                    file.unlink(missing_ok=True)
        except SystemExit:  # such as by SIGTERM; a Ctrl-C reaches the children by itself
            _end([process for _, process, _ in running.values()])
            raise


def _finished(running: list[int], seconds: float, stopped: Callable[[], bool]) -> list[int]:
    """Wait until a process has ended, and return which; all of them when the time is over."""
    limit = time.monotonic() + seconds
    while not stopped() and time.monotonic() < limit:
        if done := wait(running, timeout=TICK):
            return [int(str(sentinel)) for sentinel in done]
    return running


def _end(processes: list[BaseProcess]) -> None:
    """End processes that check, each with its answer."""
    for process in processes:
        if process.pid:
            os.kill(process.pid, signal.SIGINT)  # it ends its answer, and cleans up
    for process in processes:
        process.join(GRACE)
        process.kill()


def _batches(jobs: Iterable[Job]) -> Iterator[Batch]:
    """Yield the jobs in order, those together that one call of pytest can do."""
    for _, alike in groupby(jobs, lambda job: (job.exercise.slug, job.seconds, bool(job.only))):
        while batch := list(islice(alike, BATCH)):
            yield batch


def _start(batch: Batch, folder: Path) -> tuple[BaseProcess, Path]:
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    process = mp.get_context("fork").Process(target=_work, args=(batch, name, os.getpid()))
    process.start()
    return process, Path(name)


def _work(batch: Batch, file: str, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    owner.end_with(parent, signal.SIGINT)  # it ends its answer, and cleans up
    gc.freeze()  # what is imported lives on: pytest's collections need not walk it
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):  # not sys.stdout: what the answer prints still has to find its way
        os.dup2(nowhere, stream)
    _leave_connections()
    os._exit(pytest_main(_arguments(batch, file)))


def _leave_connections() -> None:
    """Forget Django's open connections: they are the parent's, and closing one ends its session."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.connection = None


def _arguments(batch: Batch, file: str) -> list[str]:
    """Return pytest's arguments for jobs that are alike and whose verdicts go to ``file``."""
    from kata.judging.plugin import UNUSED

    job = batch[0]
    options = [str(job.exercise.test), f"--verdicts={file}"]
    options += [f"--answers={job.answer}" for job in batch]
    options += [f"--only={job.only}" for job in batch if job.only]
    options += [option for plugin in UNUSED for option in ("-p", f"no:{plugin}")]
    options += [f"--keep-going-with={job.answer}" for job in batch if job.keep_going]
    return options + ([f"--seconds={job.seconds}"] if job.seconds else [])


def pytest_main(args: Sequence[str]) -> int:
    """Run pytest in this process, with the project's own configuration."""
    environment.clean()
    import pytest

    # Handed over as they are: for a name, pytest reads the metadata of every package there is.
    plugins = [import_module(name) for name in ("pytest_django.plugin", "kata.judging.plugin")]
    options = [f"--rootdir={ROOT}", "-c", str(ROOT / "pyproject.toml")]
    return int(pytest.main([*options, *args], plugins=plugins))


def _verdicts(batch: Batch, file: Path) -> list[Verdict]:
    with contextlib.suppress(ValueError, LookupError, OSError):
        found = json.loads(file.read_text(encoding="utf-8"))
        if len(found) == len(batch):
            return [Verdict.from_json(one) for one in found]
    return [unfinished(job) for job in batch]


def unfinished(job: Job) -> Verdict:
    """Return the verdict on an answer whose checks left none."""
    check = Check("pytest", "The checks run", "broken")
    check.failure = failure(
        "The checks did not run to their end, so nothing was judged. To see why: "
        f"{Path(sys.executable).name} -m pytest {job.exercise.test}"
    )
    return Verdict(job.exercise.slug, str(job.answer), [check])
