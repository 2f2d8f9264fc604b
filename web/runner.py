"""Checks one exercise in a page; runs in Pyodide, in the worker (worker.mjs).

The engine, the fixtures and the test files are those of a laptop. The database is SQLite, in the
worker's own file system.
"""

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import signals
from django.db.backends import signals as database_signals
from django.db.models import signals as model_signals
from django.dispatch import Signal

from kata import course, report
from kata.checks.findings import Failure
from kata.judging import plugin, trial
from kata.learner.progress import Record
from kata.sandbox import in_page, leftovers
from kata.verdict import Verdict

SECONDS = 20

Post = Callable[[str], None]


class Page:
    """Tells the page, before each check, what to show when that one ends the worker, and how."""

    def __init__(self, exercise: course.Exercise, record: Record, post: Post) -> None:
        self.exercise, self.record, self.post = exercise, record, post

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Prepare a result for each way of not coming back; the checks before passed."""
        busy, crash = in_page.late(0, SECONDS), in_page.crashed()
        self.post(
            json.dumps({"busy": self._result(item, busy), "crash": self._result(item, crash)})
        )

    def _result(self, item: pytest.Item, failure: Failure) -> dict[str, Any]:
        items = item.session.items
        checks = [trial.check_of(one) for one in items]
        now = items.index(item)
        for check in checks[:now]:
            check.state = "passed"
        checks[now].state, checks[now].failure = "failed", failure
        answer = self.exercise.answer.relative_to(course.ROOT)
        return _result(self.exercise, Verdict(self.exercise.slug, str(answer), checks), self.record)


def check(slug: str, text: str, record: str, post: Post, keep_going: bool = False) -> str:
    """Check an answer and return its result as JSON: ``verdict``, ``screen`` and ``record``.

    The record is null when the check was no attempt: of the untouched starter, or not judged.

    Args:
        slug: the exercise.
        text: what the learner wrote.
        record: the learner's record of this exercise as ``kata.learner.progress`` exports it.
        post: called before each check with two results, JSON, to be shown when the check does not
            come back: ``busy`` when the page had to end it, ``crash`` when Python broke.
        keep_going: run every check, also after one has failed, as the proof of a starter needs.
    """
    exercise = next(one for one in course.exercises() if one.slug == slug)
    exercise.answer.parent.mkdir(parents=True, exist_ok=True)
    exercise.answer.write_text(text, encoding="utf-8")
    known, file = Record.read(json.loads(record)), Path("/tmp/verdicts.json")
    file.unlink(missing_ok=True)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        pytest.main(
            [
                *("-c", str(course.ROOT / "pyproject.toml"), "--capture=no"),
                *(f"-pno:{plugin}" for plugin in plugin.UNUSED),
                *(f"--seconds={SECONDS}", f"--verdicts={file}", str(exercise.test)),
                *["--keep-going"] * keep_going,
            ],
            plugins=[Page(exercise, known, post)],
        )
    verdicts = json.loads(file.read_text()) if file.exists() else []
    if not verdicts:
        raise RuntimeError(said.getvalue())
    return json.dumps(_result(exercise, Verdict.from_json(verdicts[0]), known))


def _result(exercise: course.Exercise, verdict: Verdict, record: Record) -> dict[str, Any]:
    answer, tests = _sum(exercise.answer), _sum(exercise.test)
    latest = None
    if verdict.state in {"passed", "failed"} and not _untouched(exercise):
        now = datetime.now(UTC)
        latest = record.checked_again(verdict.passed, verdict.spent, answer, tests, now).written()
    return {"verdict": verdict.to_json(), "screen": report.screen(verdict), "record": latest}


def _untouched(exercise: course.Exercise) -> bool:
    """Whether the answer is the starter, with its docstring or as in the page without."""
    text = exercise.answer.read_text(encoding="utf-8")
    starters = {exercise.before.read_text(encoding="utf-8"), course.body(exercise.before) + "\n"}
    return text in starters


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def clean() -> bool:
    """Whether nothing is changed that an answer could leave so here, where no process ends with it.

    If something is, the page takes another worker. The database, its connections and the answer's
    modules are new for each check anyway.
    """
    return _state() == _UNTOUCHED


def _state() -> list[dict[Any, Any]]:
    classes = {one: _without_counters(vars(one)) for one in _CLASSES}
    receivers = {one: {key for key, *_ in one.receivers} for one in _SIGNALS}
    models = {label: dict(known) for label, known in apps.all_models.items()}
    values = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    return [classes, receivers, models, values]


def _without_counters(attributes: Any) -> dict[str, Any]:
    """Return the attributes of a class, without those that Django counts up or Python caches."""
    return {
        name: value
        for name, value in attributes.items()
        if not name.endswith("creation_counter") and name != "__slotnames__"
    }


leftovers.install()
_CLASSES = [
    one
    for module in list(sys.modules.values())
    for one in list(getattr(module, "__dict__", {}).values())
    if issubclass(type(one), type) and one.__module__.startswith(("django.db", "arena."))
]
_SIGNALS = [
    one
    for module in (signals, database_signals, model_signals)
    for one in vars(module).values()
    if isinstance(one, Signal) and one is not signals.setting_changed  # for Django's own caches
]
_UNTOUCHED = _state()
