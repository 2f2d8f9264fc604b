"""What the learner has done: one readable file, and a copy of every file that they wrote.

`.kata/progress.json` is keyed by slug, so that renumbering a chapter costs no learner anything:

    {
      "format": 1,
      "exercises": {
        "related_objects/feed": {
          "state": "passed",                          new, failed; passed once it ever passed
          "last": "failed",                           the verdict of the latest check
          "attempts": 3,                              checks of a changed file
          "first_passed": "2026-11-21T10:00:00Z",     times are UTC; "" is never
          "last_passed": "2026-11-21T10:05:00Z",
          "last_checked": "2026-11-22T08:00:00Z",
          "checked": "<sha256>",                      of the file that was checked last
          "answer": "<sha256>",                       of the file that passed last
          "tests": "<sha256>",                        of the test file that it passed
          "best": {"queries": 1},                     the lowest of each cost, passing only
          "hints": 2,                                 hint steps seen
          "revealed": false                           looked at the solution before a pass
        }
      }
    }

Each field may be missing. What we do not know, an exercise or a field of a newer version, is kept.
"""

import json
import math
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Literal, cast

from kata.course import CourseProblem, moved
from kata.home import kata_home, locked

FORMAT = 1
STATES = ("new", "failed", "passed")  # from worst to best

State = Literal["new", "failed", "passed"]


class ProgressProblem(RuntimeError):
    """Progress cannot be read or saved; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Record:
    """What the learner has done in one exercise; the module's docstring explains each field."""

    state: State = "new"
    last: State = "new"
    attempts: int = 0
    first_passed: str = ""
    last_passed: str = ""
    last_checked: str = ""
    checked: str = ""
    answer: str = ""
    tests: str = ""
    best: Mapping[str, float] = field(default_factory=dict)
    hints: int = 0
    revealed: bool = False
    unknown: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> "Record":
        """Return the record that a whole entry of the file holds (see `_is_whole`)."""
        known = {name: value for name, value in entry.items() if name in _FIELDS}
        unknown = {name: value for name, value in entry.items() if name not in _FIELDS}
        return cls(**known, unknown=unknown)

    def written(self) -> dict[str, object]:
        """Return the entry of the file for this record."""
        return {name: getattr(self, name) for name in _FIELDS} | dict(self.unknown)

    def checked_again(
        self, passed: bool, cost: Mapping[str, float], answer: str, tests: str, now: datetime
    ) -> "Record":
        """Return the record after one more check, at the time `now` (UTC)."""
        time = f"{now:%Y-%m-%dT%H:%M:%SZ}"
        latest = replace(
            self,
            state="passed" if passed or self.state == "passed" else "failed",
            last="passed" if passed else "failed",
            # A race that was too close, or a save without a change, is not another attempt.
            attempts=self.attempts + (answer != self.checked),
            last_checked=time,
            checked=answer,
        )
        if not passed:
            return latest
        return replace(
            latest,
            first_passed=self.first_passed or time,
            last_passed=time,
            answer=answer,
            tests=tests,
            best=_lowest(self.best, {k: v for k, v in cost.items() if _is_cost(v)}),
        )

    def merged(self, other: "Record") -> "Record":
        """Return the best of two records of one exercise, in whichever order they come."""
        both = self, other
        # Of two checks in the same second, always the same one.
        latest = max(both, key=lambda r: (r.last_checked, STATES.index(r.last), r.checked))
        passing = max(both, key=lambda r: (r.last_passed, r.answer, r.tests))
        return Record(
            state=max(self.state, other.state, key=STATES.index),
            last=latest.last,
            attempts=max(self.attempts, other.attempts),
            first_passed=min(filter(None, (self.first_passed, other.first_passed)), default=""),
            last_passed=passing.last_passed,
            last_checked=latest.last_checked,
            checked=latest.checked,
            answer=passing.answer,
            tests=passing.tests,
            best=_lowest(self.best, other.best),
            hints=max(self.hints, other.hints),
            revealed=self.revealed or other.revealed,
            unknown=_union(self.unknown, other.unknown),
        )


class Progress(dict[str, Record]):
    """The record of each exercise by its slug; `progress[slug]` of an untouched one is new.

    `notice` is "" or a sentence that the learner should see.
    """

    def __init__(self) -> None:
        self.notice = ""
        self.format = FORMAT
        self.unknown: Mapping[str, object] = {}

    def __missing__(self, slug: str) -> Record:
        return Record()

    def add(self, theirs: "Progress") -> None:
        """Take in what somebody did elsewhere.

        A pass wins, the earliest first one; the most attempts and hints; the lowest of each cost.
        """
        for slug, entry in theirs.items():
            self[slug] = self[slug].merged(entry)
        self.format = max(self.format, theirs.format)
        self.unknown = _union(self.unknown, theirs.unknown)

    def written(self) -> dict[str, object]:
        """Return the contents of the file, without the notice, which is for this machine only."""
        entries = {slug: self[slug].written() for slug in sorted(self)}
        return {"format": self.format, **self.unknown, "exercises": entries}


def load() -> Progress:
    """Return what the learner has done; never raises.

    A damaged file is set aside and a fresh one begun with the entries that are whole. The first
    `load` after that tells of it in `notice`; so does every one that cannot read the file.
    """
    try:
        found, damage, _ = _read()
    except ProgressProblem as problem:
        nothing = Progress()
        nothing.notice = str(problem)
        return nothing
    if not damage and not found.notice:
        return found
    try:
        with _updating() as progress:
            notice, progress.notice = progress.notice, ""
    except ProgressProblem as problem:
        found.notice = found.notice or f"{problem} Not all of it could be read ({damage})."
        return found
    progress.notice = notice
    return progress


def record(slug: str, passed: bool, cost: dict[str, float], answer: str, tests: str) -> Record:
    """Save the verdict of one check and return the exercise's record.

    `cost` is what the check measured, by name, in any unit where less is better; `answer` and
    `tests` are the sha256 of the learner's file and of the test file. Raises ProgressProblem.
    """
    return _change(slug, lambda old: old.checked_again(passed, cost, answer, tests, _now()))


def hint_given(slug: str) -> int:
    """Save that one more hint step was seen; return how many now. Raises ProgressProblem."""
    return _change(slug, lambda old: replace(old, hints=old.hints + 1)).hints


def revealed(slug: str) -> Record:
    """Save that the solution was seen before a pass; return the record. Raises ProgressProblem."""
    return _change(slug, lambda old: replace(old, revealed=True))


def export() -> dict[str, object]:
    """Return everything, in the format of the file, for `merge` elsewhere.

    Raises ProgressProblem when the file cannot be read.
    """
    return _read()[0].written()


def merge(other: dict[str, Any]) -> Progress:
    """Add what another machine or the site exported; return and save the union.

    Entries that are damaged are left out, and `notice` says so. Raises ProgressProblem when
    `other` holds no progress at all, or the result cannot be saved.
    """
    theirs = parsed(other)
    with _updating() as ours:
        ours.add(theirs)
    ours.notice = theirs.notice
    return ours


def parsed(other: object) -> Progress:
    """Return what another machine or the site exported, with a notice of what was left out.

    Raises ProgressProblem when it holds no progress at all.
    """
    theirs, damage = _parse(other)
    if damage and not theirs:
        raise ProgressProblem(
            f"This is no progress that can be imported ({damage}): export it again, then import it."
        )
    theirs.notice = f"Part of what you imported was left out ({damage})." if damage else ""
    return theirs


def keep(path: Path, slug: str) -> Path:
    """Copy the learner's file to `.kata/kept/<chapter>/<name>-<UTC time>.py`; return the copy.

    A file that is the same as the newest copy is not copied again. Raises OSError when `path`
    cannot be read, ProgressProblem when the copy cannot be written: then do not overwrite it.
    """
    content = path.read_bytes()
    earlier = kept(slug)
    try:
        if earlier and earlier[-1].read_bytes() == content:
            return earlier[-1]
        folder, name = _kept_folder(slug)
        return _write_copy(folder, name, ".py", content)
    except OSError as error:
        raise _cannot_save(f"A copy of {path.name}", error) from error


def kept(slug: str) -> list[Path]:
    """Return the copies of this exercise's file that were kept, the oldest first."""
    folder, name = _kept_folder(slug)

    def age(copy: Path) -> tuple[str, int, str]:
        second, _, number = copy.stem.rpartition("Z")
        return second, len(number), number  # "", "-2", ... "-10"

    return sorted(folder.glob(f"{name}-????-??-??T??????Z*.py"), key=age)


def _kept_folder(slug: str) -> tuple[Path, str]:
    chapter, name = slug.split("/")
    return kata_home() / "kept" / chapter, name


def _change(slug: str, change: Callable[[Record], Record]) -> Record:
    with _updating() as progress:
        progress[slug] = change(progress[slug])
    return progress[slug]


@contextmanager
def _updating() -> Iterator[Progress]:
    """Read, let the caller change, write: all under the lock, so that no update is lost."""
    try:
        with locked(_progress_file()):
            progress, damage, raw = _read()
            if damage:
                aside = _set_aside(raw)
                progress.notice = (
                    f"Your progress file was damaged ({damage}): it is set aside as {aside}, and "
                    f"a fresh one is begun with what could be read (exercises: {len(progress)})."
                )
            yield progress
            _write(progress)
    except OSError as error:
        raise _cannot_save("Your progress", error) from error


def _progress_file() -> Path:
    return kata_home() / "progress.json"


def _read() -> tuple[Progress, str, bytes | None]:
    """Return what can be read, what is wrong with the rest ("" for nothing), and the bytes.

    The bytes are None when there are none to be had. Raises ProgressProblem when the disk, not
    the file, is at fault: a good file must not be set aside for that.
    """
    try:
        raw = _progress_file().read_bytes()
    except FileNotFoundError:
        return Progress(), "", None
    except (IsADirectoryError, PermissionError) as error:
        return Progress(), f"{error.strerror}", None
    except OSError as error:
        raise ProgressProblem(
            f"Your progress cannot be read ({error}): see that {kata_home()} is a folder on a "
            "disk that works, then check again."
        ) from error
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Progress(), "it is not JSON", raw
    progress, damage = _parse(data)
    notice = data.get("notice", "") if not damage else ""
    progress.notice = notice if isinstance(notice, str) else ""
    return progress, damage, raw


def _parse(data: object) -> tuple[Progress, str]:
    """Return the entries that are whole, and what is wrong with the rest ("" for nothing)."""
    progress = Progress()
    if not isinstance(data, dict) or not isinstance(data.get("exercises"), dict):
        return progress, "it has no list of exercises"
    damaged = []
    version = data.get("format", FORMAT)
    if _is_count(version):
        progress.format = max(FORMAT, version)
    else:
        damaged.append("format")
    for slug, entry in data["exercises"].items():
        if _is_whole(entry):
            progress[slug] = Record.read(entry)
        else:
            damaged.append(slug)
    _follow(progress)
    ours = ("format", "notice", "exercises", "report")  # the last is what a report says besides
    progress.unknown = {name: value for name, value in data.items() if name not in ours}
    if not damaged:
        return progress, ""
    return progress, f"entries that make no sense: {len(damaged)}, the first is {damaged[0]!r}"


def _follow(progress: Progress) -> None:
    """Keep what was done in an exercise that has moved to another chapter since."""
    with suppress(CourseProblem):  # a course that cannot be read says so elsewhere
        for former, slug in moved().items():
            if former in progress:
                progress[slug] = progress[slug].merged(progress.pop(former))


def follow_kept(former: str, slug: str) -> None:
    """Keep the copies of an exercise that has moved to another chapter where they are found."""
    folder, name = _kept_folder(slug)
    for copy in kept(former):
        folder.mkdir(parents=True, exist_ok=True)
        copy.rename(folder / f"{name}{copy.name.removeprefix(former.partition('/')[2])}")


def _write(progress: Progress) -> None:
    contents = progress.written()
    if progress.notice:
        contents["notice"] = progress.notice  # Until a `load` has told the learner.
    temporary = kata_home() / "progress.tmp"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(json.dumps(contents, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(_progress_file())


def _set_aside(raw: bytes | None) -> Path:
    """Give the damaged file another name; a kill at any moment loses nothing of it."""
    if raw is not None:
        return _write_copy(kata_home(), "progress-damaged", ".json", raw)
    names = _new_names(kata_home(), "progress-damaged", ".json")
    return _progress_file().rename(next(name for name in names if not name.exists()))


def _write_copy(folder: Path, name: str, suffix: str, content: bytes) -> Path:
    """Write a file that was not there before, and return its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    names = _new_names(folder, name, suffix)
    while True:
        path = next(names)
        try:
            file = path.open("xb")
            break
        except FileExistsError:  # Of the same second, or of another process just now.
            continue
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()  # Half a copy would be taken for a whole one.
        raise
    return path


def _new_names(folder: Path, name: str, suffix: str) -> Iterator[Path]:
    """Yield names with the time in them: feed-2026-11-21T100000Z.py, then ...Z-2.py, ..."""
    stem = f"{name}-{_now():%Y-%m-%dT%H%M%SZ}"
    yield folder / f"{stem}{suffix}"
    for number in count(2):
        yield folder / f"{stem}-{number}{suffix}"


def _cannot_save(what: str, error: OSError) -> ProgressProblem:
    return ProgressProblem(
        f"{what} could not be saved ({error}): see that the disk has room and that you may "
        f"write to {kata_home()}, then check again."
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _lowest(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {
        name: min(costs[name] for costs in (one, other) if name in costs)
        for name in sorted({*one, *other})
    }


def _union(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of both; of two values, always the same one whichever comes first."""
    return {
        name: max(
            (values[name] for values in (one, other) if name in values),
            key=lambda value: json.dumps(value, sort_keys=True),
        )
        for name in sorted({*one, *other})
    }


def _is_whole(entry: object) -> bool:
    return isinstance(entry, dict) and all(
        fits(entry[name]) for name, fits in _FIELDS.items() if name in entry
    )


def _is_state(value: object) -> bool:
    return value in STATES


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_cost(value: object) -> bool:
    # Compared, since `math.isfinite` raises for an integer that is too long for a float.
    return type(value) in (int, float) and -math.inf < cast(float, value) < math.inf


def _is_costs(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_cost, value.values()))


def _is_time(value: object) -> bool:
    """Tell whether a value is "" or a time as we write it: only such sort as texts."""
    if value == "":
        return True
    if not isinstance(value, str) or not re.fullmatch(r"[\d-]{10}T[\d:]{8}(\.\d+)?Z", value, re.A):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


# What each field of an entry must be; the order is that of the file.
_FIELDS: Mapping[str, Callable[[object], bool]] = {
    "state": _is_state,
    "last": _is_state,
    "attempts": _is_count,
    "first_passed": _is_time,
    "last_passed": _is_time,
    "last_checked": _is_time,
    "checked": _is_text,
    "answer": _is_text,
    "tests": _is_text,
    "best": _is_costs,
    "hints": _is_count,
    "revealed": _is_flag,
}
