"""``kata doctor``: what is wrong with this machine, and the command that fixes it."""

from __future__ import annotations

import errno
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import typer

from kata.course import ROOT, CourseProblem, exercises, gone
from kata.home import kata_home
from kata.needs import NEEDS
from kata.services import SERVICES
from kata.services.base import ServiceMissing, ServiceProblem

DISK = 1.5  # GB: the large world, its log, and the databases of a few checks
NOISE = 0.10  # of a reading; from there on it is worth a word
SAMPLES = 40
WORK = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
    SELECT count(*) FROM n
"""


class Finding(NamedTuple):
    """What was checked, how it is, and what fixes it; ``remedy`` is empty when all is well.

    What is ``optional`` is no problem: without it, some exercises are skipped. What was not
    ``tried`` may be one.
    """

    name: str
    says: str
    remedy: str = ""
    optional: bool = False
    tried: bool = True


def doctor() -> None:
    """Say what is wrong on this machine, and how to fix it."""
    from kata.cli import screen

    out = screen.console()
    problems = untried = 0
    for look in (_versions, _course, _home, _progress, _servers, _meter):
        for name, says, remedy, optional, tried in look():
            wrong = bool(remedy) and not optional
            problems += wrong
            untried += not tried
            mark, style = ("-    ", "yellow") if remedy or not tried else ("ok   ", "green")
            out.print("WRONG" if wrong else mark, style="red" if wrong else style, end="")
            out.print(f"  {name:<20}{says}")
            if remedy:
                out.print(f"{'':<27}{remedy}", style="bold")
    out.print()
    if problems:
        out.print("There is one problem." if problems == 1 else f"There are {problems} problems.")
        raise typer.Exit(1)
    if untried:
        out.print("Not everything could be checked.")
        raise typer.Exit(1)
    out.print("All is well.")


def _versions() -> Iterator[Finding]:
    yield Finding("Python", platform.python_version())
    yield Finding("Django", metadata.version("django"))
    wrong = list(_unlike_the_lock(ROOT / "requirements.lock"))
    if wrong:
        yield Finding("packages", ", ".join(wrong), "make learn")
    else:
        yield Finding("packages", "as in requirements.lock")
    for need in NEEDS.values():
        if need.extra and SERVICES[need.service].status().version:
            lock = f"requirements-{need.extra}.lock"
            wrong = list(_unlike_the_lock(ROOT / lock))
            says = ", ".join(wrong) if wrong else f"as in {lock}"
            yield Finding(f"for {need.extra}", says, need.install if wrong else "")


def _unlike_the_lock(lock: Path) -> Iterator[str]:
    from packaging.requirements import Requirement

    for line in lock.read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            pinned = Requirement(line.rstrip("\\ "))
            if pinned.marker is None or pinned.marker.evaluate():
                try:
                    found = metadata.version(pinned.name)
                except metadata.PackageNotFoundError:
                    yield f"{pinned.name} is missing"
                else:
                    if found not in pinned.specifier:
                        yield f"{pinned.name} {found} is not {pinned.specifier}"


def _course() -> Iterator[Finding]:
    try:
        everything = exercises()
    except CourseProblem as problem:
        yield Finding("course", str(problem), "git checkout -- chapters")
        return
    needed = [path for e in everything for path in (e.test, e.before, e.starter)]
    missing = [os.path.relpath(ROOT / gone(path)) for path in needed if not path.is_file()]
    if missing:
        yield Finding(
            "course",
            f"missing: {missing[0]}",
            f"git checkout -- {' '.join(dict.fromkeys(missing))}",
        )
    else:
        yield Finding("course", f"{len(everything)} exercises")


def _home() -> Iterator[Finding]:
    home = kata_home()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"written")
    except OSError as error:
        yield Finding(f"{home}", f"{error.strerror}", _home_remedy(home, error.errno))
        return
    yield Finding("what it keeps", f"{home} can be written")
    free = shutil.disk_usage(home).free / 1e9
    remedy = f"Free some: the course needs {DISK} GB." if free < DISK else ""
    yield Finding("disk", f"{free:,.1f} GB free", remedy)


def _home_remedy(home: Path, number: int | None) -> str:
    if number in {errno.EACCES, errno.EPERM}:
        return f"sudo chown -R $USER '{home}'"
    return "Set KATA_HOME to another folder."


def _progress() -> Iterator[Finding]:
    from kata.learner import progress

    seen = progress.load()
    solved = sum(record.state == "passed" for record in seen.values())
    if seen.notice:
        yield Finding("progress", seen.notice, "kata")
    else:
        yield Finding("progress", f"{solved} solved, {len(seen)} begun")


def _servers() -> Iterator[Finding]:
    from kata.databases import backend

    if backend.wants_sqlite():
        says = "SQLite, which KATA_DATABASE_URL names: some exercises are skipped"
        yield Finding("database", says)
        return
    for service in SERVICES.values():
        before = service.status()
        try:
            service.up()
        except ServiceMissing as missing:
            yield Finding(before.name, "missing: its exercises are skipped", str(missing), True)
            continue
        except ServiceProblem as problem:
            yield Finding(before.name, before.state, str(problem))
            continue
        status = service.status()
        started = ", started just now" if before.state in {"stopped", "missing"} else ""
        state = "your own" if status.state == "yours" else status.state
        yield Finding(status.name, f"{status.version} {state}{started}, {status.where}")
        for name, says in status.extensions:
            yield Finding(name, says, status.remedy)


def _meter() -> Iterator[Finding]:
    """Count what is known on a fresh database, and see how steady the clocks are there."""
    from django.db import DatabaseError, connection

    from kata.checks import queries
    from kata.checks.findings import MeterBroken
    from kata.databases import backend
    from kata.judging import runner

    try:
        runner.warm()
        with backend.scratch() as url:
            backend.use(url)
            queries.self_test()
            yield Finding("meter", "counts right")
            yield _clocks()
            connection.close()
    except (ServiceProblem, DatabaseError) as problem:
        yield Finding("meter", f"not tried: {' '.join(str(problem).split())}", tried=False)
    except MeterBroken as broken:
        yield Finding("meter", str(broken), "Report it, with everything that is printed here.")


def _clocks() -> Finding:
    """Measure the same short work again and again, by both clocks."""
    from django.db import connection

    from kata.checks import clocks

    work = clocks.work()
    by_work, by_wall = [], []
    for _ in range(SAMPLES):
        start = work(), time.perf_counter_ns()
        with connection.cursor() as cursor:
            cursor.execute(WORK)
        by_work.append(work() - start[0])
        by_wall.append(time.perf_counter_ns() - start[1])
    spread, wall = _spread(by_work), _spread(by_wall)
    word = "steady" if spread < NOISE else "unsteady: a verdict on speed can take longer"
    return Finding("clock", f"{word} (it differs by {spread:.0%}; by wall time {wall:.0%})")


def _spread(samples: list[int]) -> float:
    """Return how far the middle eight tenths of the samples lie apart, as a share of the median."""
    tenths = statistics.quantiles(samples, n=10)
    return (tenths[-1] - tenths[0]) / statistics.median(samples)
