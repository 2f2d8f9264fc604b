"""What the learner did survives: failing attempts, two terminals, kill -9, damage, a full disk."""

import json
import os
import random
import resource
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kata.home import locked
from kata.learner import progress
from kata.learner.progress import ProgressProblem, Record

PROJECT = Path(__file__).parents[2]
FEED = "related_objects/feed"
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "Übung 1" / ".kata"
    monkeypatch.setenv("KATA_HOME", str(folder))
    return folder


@pytest.fixture
def clock(monkeypatch):
    """Each look at this clock is a minute later: 00:00, 00:01, ..."""
    minutes = iter(range(1000))
    monkeypatch.setattr(
        progress, "_now", lambda: NEW_YEAR + timedelta(minutes=next(minutes)), raising=True
    )


@pytest.fixture
def stopped_clock(monkeypatch):
    monkeypatch.setattr(progress, "_now", lambda: NEW_YEAR)


def attempt(answer: str = "a", *, passed: bool = True, queries: float = 1) -> Record:
    return progress.record(FEED, passed, {"queries": queries}, answer, "tests")


def at(minute: int) -> str:
    return f"2027-01-01T00:{minute:02}:00Z"


# --- One exercise, check by check -----------------------------------------------------------

BAD, GOOD = False, True
HISTORIES = [
    # each check: (passed, answer, queries)    state     last      tries first  passed answer best
    ([(BAD, "a", 31)], ("failed", "failed", 1, "", "", "", {})),
    ([(GOOD, "a", 2)], ("passed", "passed", 1, at(0), at(0), "a", {"queries": 2})),
    # A pass is not lost by a later failure, nor is what passed.
    ([(GOOD, "a", 2), (BAD, "b", 31)], ("passed", "failed", 2, at(0), at(0), "a", {"queries": 2})),
    ([(BAD, "a", 31), (GOOD, "b", 2)], ("passed", "passed", 2, at(1), at(1), "b", {"queries": 2})),
    # The first pass keeps its time; the answer is the latest that passed.
    ([(GOOD, "a", 2), (GOOD, "b", 3)], ("passed", "passed", 2, at(0), at(1), "b", {"queries": 2})),
    ([(GOOD, "a", 3), (GOOD, "b", 2)], ("passed", "passed", 2, at(0), at(1), "b", {"queries": 2})),
    # A failure is never the best, however cheap.
    ([(BAD, "a", 0), (GOOD, "b", 2)], ("passed", "passed", 2, at(1), at(1), "b", {"queries": 2})),
    # The same file checked again is the same attempt, even when its verdict changes.
    ([(BAD, "a", 31)] * 3, ("failed", "failed", 1, "", "", "", {})),
    ([(BAD, "a", 2), (GOOD, "a", 2)], ("passed", "passed", 1, at(1), at(1), "a", {"queries": 2})),
    # Going back to an earlier file is another attempt.
    ([(BAD, "a", 9), (BAD, "b", 9), (BAD, "a", 9)], ("failed", "failed", 3, "", "", "", {})),
]


@pytest.mark.parametrize(("history", "expected"), HISTORIES)
def test_a_history_of_checks_makes_this_record(clock, history, expected):
    for passed, answer, queries in history:
        result = attempt(answer, passed=passed, queries=queries)

    seen = (
        *(result.state, result.last, result.attempts),
        *(result.first_passed, result.last_passed, result.answer, dict(result.best)),
    )
    assert seen == expected
    assert result.checked == history[-1][1]
    assert result.last_checked == at(len(history) - 1)
    assert result.tests == ("tests" if result.answer else "")
    assert progress.load() == {FEED: result}


def test_each_cost_has_its_own_best():
    progress.record(FEED, True, {"queries": 2, "blocks": 10}, "a", "t")
    progress.record(FEED, True, {"queries": 3, "blocks": 5, "peak": 0.5}, "b", "t")
    assert progress.load()[FEED].best == {"queries": 2, "blocks": 5, "peak": 0.5}


def test_a_cost_that_is_no_number_does_not_damage_the_file():
    costs = {"nan": float("nan"), "inf": float("inf"), "none": None, "flag": True, "queries": 2}
    progress.record(FEED, True, costs, "a", "t")
    assert progress.load()[FEED].best == {"queries": 2}
    assert progress.load().notice == ""


def test_hints_are_counted_and_a_reveal_is_remembered_without_an_attempt():
    assert [progress.hint_given(FEED), progress.hint_given(FEED)] == [1, 2]
    assert progress.revealed(FEED) == Record(hints=2, revealed=True)
    assert attempt().hints == 2


def test_an_exercise_that_nobody_touched_is_new_and_asking_writes_nothing(home):
    assert progress.load() == {}
    assert progress.load()[FEED] == Record()
    assert not home.exists()


def test_the_file_is_what_the_site_reads(clock, home):
    attempt()
    assert json.loads((home / "progress.json").read_text()) == {
        "format": 1,
        "exercises": {
            FEED: {
                "state": "passed",
                "last": "passed",
                "attempts": 1,
                "first_passed": at(0),
                "last_passed": at(0),
                "last_checked": at(0),
                "checked": "a",
                "answer": "a",
                "tests": "tests",
                "best": {"queries": 1},
                "hints": 0,
                "revealed": False,
            }
        },
    }
    assert json.loads((home / "progress.json").read_text()) == progress.export()


def test_what_a_newer_version_wrote_and_exercises_that_are_gone_are_kept(home):
    newer = {
        "format": 7,
        "team": {"name": "Blau"},
        "exercises": {
            FEED: {"state": "failed", "attempts": 1, "mood": "good"},
            "gone/exercise": {"state": "passed", "first_passed": at(3)},
        },
    }
    write(home, json.dumps(newer))

    attempt()

    after = progress.export()
    assert (after["format"], after["team"]) == (7, {"name": "Blau"})
    assert after["exercises"][FEED]["mood"] == "good"
    assert after["exercises"][FEED]["attempts"] == 2
    assert after["exercises"]["gone/exercise"]["first_passed"] == at(3)
    assert progress.load().notice == ""


# --- Other processes, and their sudden end --------------------------------------------------

WORKER = """
import sys
from kata.learner import progress
name, slug, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(times):
    progress.record(slug, number % 2 == 0, {"queries": number}, f"{name}-{number}", "t")
    progress.record("shared/one", False, {}, f"{name}-{number}", "t")
    print(number + 1, flush=True)
"""


def worker(name: str, slug: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, name, slug, str(times)]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def test_two_processes_lose_none_of_each_others_results():
    both = [worker(name, f"chapter/{name}", 50) for name in ("left", "right")]
    assert [process.communicate()[0].split()[-1] for process in both] == ["50", "50"]

    seen = progress.load()
    assert {slug: seen[slug].attempts for slug in seen} == {
        "chapter/left": 50,
        "chapter/right": 50,
        "shared/one": 100,
    }


def test_kill_9_loses_no_update_that_was_completed(home):
    chance = random.Random(2)
    completed = {"chapter/left": 0, "chapter/right": 0}
    rounds = 12
    for number in range(1, rounds + 1):
        both = {slug: worker(f"{slug}{number}", slug, 10_000) for slug in completed}
        for process in both.values():
            process.stdout.readline()  # It is at work: kill it anywhere in that work.
        time.sleep(chance.uniform(0, 0.06))
        for slug, process in both.items():
            process.kill()
            lines = process.communicate()[0].split()
            completed[slug] += int(lines[-1]) if lines else 1

        seen = progress.load()
        assert seen.notice == ""
        for slug, count in completed.items():
            assert count <= seen[slug].attempts <= count + number, slug
        total = sum(completed.values())
        assert total <= seen["shared/one"].attempts <= total + 2 * number
    assert not list(home.glob("progress-damaged*"))


# --- Damage ---------------------------------------------------------------------------------


def write(home: Path, content: str | bytes) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    file = home / "progress.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def entry(**fields) -> str:
    """A file with one entry of these fields, and one that is whole."""
    return json.dumps({"format": 1, "exercises": {FEED: fields, "a/whole": {"attempts": 4}}})


WORTHLESS = {
    "empty": "",
    "cut short": '{"format": 1, "exercises": {"related_objects/feed": {"sta',
    "not UTF-8": b'{"format": 1, "exercises": {"\xff": {}}}',
    "zeros": b"\0" * 4096,
    "a list": "[]",
    "null": "null",
    "no exercises": '{"format": 1}',
    "exercises are a list": '{"format": 1, "exercises": []}',
    "nested too deep": "[" * 100_000,
}
if hasattr(sys, "get_int_max_str_digits"):  # since 3.11.0; Ubuntu 22.04 has a 3.11 from before
    WORTHLESS["a number too long"] = (
        '{"format": 1, "exercises": {"a/b": {"attempts": ' + "9" * 5000 + "}}}"
    )
ONE_BAD_ENTRY = {
    "state": entry(state="won"),
    "a state that cannot be compared": entry(state=["passed"]),
    "last": entry(last=None),
    "attempts are text": entry(attempts="3"),
    "attempts are true": entry(attempts=True),
    "attempts are negative": entry(attempts=-1),
    "attempts are a fraction": entry(attempts=1.5),
    "no time": entry(first_passed="yesterday"),
    "a time that never was": entry(first_passed="2027-02-30T00:00:00Z"),
    "a time of another zone": entry(last_checked="2027-01-01T00:00:00+02:00"),
    "a time without a zone": entry(last_passed="2027-01-01T00:00:00"),
    "a time as a number": entry(last_checked=1_800_000_000),
    "answer": entry(answer=1),
    "tests": entry(tests=None),
    "checked": entry(checked=[]),
    "best is a list": entry(best=[1]),
    "best holds text": entry(best={"queries": "1"}),
    "best holds NaN": entry(best={"queries": float("nan")}),
    "best holds infinity": '{"exercises": {"related_objects/feed": {"best": {"q": 1e999}},'
    ' "a/whole": {"attempts": 4}}}',
    "hints": entry(hints=None),
    "revealed": entry(revealed=1),
    "an entry that is no object": '{"exercises": {"x/y": 3, "a/whole": {"attempts": 4}}}',
    "format": '{"format": "one", "exercises": {"a/whole": {"attempts": 4}}}',
}


def is_told_once_and_set_aside(home: Path) -> Path:
    """Check what every damage has in common; return the file that was set aside."""
    notice = progress.load().notice
    (aside,) = home.glob("progress-damaged-*.json")
    assert "damaged" in notice and str(aside) in notice
    assert "\n" not in notice
    assert progress.load().notice == ""
    assert attempt().state == "passed"
    assert progress.load().notice == ""
    assert list(home.glob("progress-damaged-*.json")) == [aside]
    return aside


@pytest.mark.parametrize("damage", WORTHLESS)
def test_a_damaged_file_is_set_aside_and_a_fresh_one_begun(home, damage):
    before = write(home, WORTHLESS[damage]).read_bytes()
    assert is_told_once_and_set_aside(home).read_bytes() == before
    assert set(progress.load()) == {FEED}


@pytest.mark.parametrize("damage", ONE_BAD_ENTRY)
def test_the_entries_that_are_whole_are_salvaged(home, damage):
    before = write(home, ONE_BAD_ENTRY[damage]).read_bytes()
    assert progress.export()["exercises"].keys() == {"a/whole"}
    assert is_told_once_and_set_aside(home).read_bytes() == before
    assert progress.load()["a/whole"] == Record(attempts=4)


def test_a_folder_in_its_place_is_set_aside_with_what_is_in_it(home):
    (home / "progress.json").mkdir(parents=True)
    (home / "progress.json" / "notes.txt").write_text("mine")
    assert (is_told_once_and_set_aside(home) / "notes.txt").read_text() == "mine"


def test_an_update_that_meets_the_damage_leaves_the_telling_to_load(home):
    write(home, "nonsense")
    attempt()
    attempt("b")
    assert "damaged" in progress.load().notice
    assert progress.load().notice == ""
    assert progress.load()[FEED].attempts == 2


def test_damage_twice_in_a_second_leaves_both_files(home, stopped_clock):
    for content in ("first", "second"):
        write(home, content)
        assert "damaged" in progress.load().notice
    assert {file.read_text() for file in home.glob("progress-damaged-*")} == {"first", "second"}


def test_a_byte_order_mark_and_fractions_of_seconds_are_no_damage(home):
    content = {"exercises": {FEED: {"first_passed": "2027-01-01T00:00:00.123Z"}}}
    write(home, b"\xef\xbb\xbf" + json.dumps(content).encode())
    assert progress.load().notice == ""
    assert attempt().first_passed == "2027-01-01T00:00:00.123Z"


# --- Where nothing can be written -----------------------------------------------------------


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may write everywhere: step down to a user to whom permissions mean something."""
    if os.geteuid() != 0:
        yield
        return
    locked(progress._progress_file())  # Imports filelock while we may still read it.
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_home(monkeypatch) -> Iterator[Path]:
    """A home that another user can reach too, unlike pytest's own folders."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)
        monkeypatch.setenv("KATA_HOME", name)
        yield folder
        folder.chmod(0o777)


def says_what_to_do(problem: pytest.ExceptionInfo[ProgressProblem], home: Path) -> bool:
    text = str(problem.value)
    return "could not be saved" in text and str(home) in text and "\n" not in text


def test_on_a_read_only_disk_reading_works_and_writing_says_what_to_do(open_home, tmp_path):
    attempt()
    mine = open_home / "mine.py"
    mine.write_text("mine")
    for file in open_home.iterdir():
        file.chmod(0o444)
    open_home.chmod(0o555)
    with ordinary_user():
        assert progress.load()[FEED].attempts == 1
        for write_it in (
            lambda: attempt("b"),
            lambda: progress.hint_given(FEED),
            lambda: progress.revealed(FEED),
            lambda: progress.merge({"exercises": {}}),
            lambda: progress.keep(mine, FEED),
        ):
            with pytest.raises(ProgressProblem) as problem:
                write_it()
            assert says_what_to_do(problem, open_home)
    assert progress.load()[FEED].attempts == 1


def test_damage_on_a_read_only_disk_is_told_and_what_is_whole_is_shown(open_home):
    write(open_home, entry(state="won"))
    open_home.chmod(0o555)
    with ordinary_user():
        seen = progress.load()
    assert "could not be saved" in seen.notice and "Not all of it could be read" in seen.notice
    assert seen["a/whole"].attempts == 4


def test_a_file_that_may_not_be_read_is_set_aside(open_home):
    with ordinary_user():
        write(open_home, entry()).chmod(0)
        aside = is_told_once_and_set_aside(open_home)
    assert stat.S_IMODE(aside.stat().st_mode) == 0


def test_a_full_disk_leaves_the_old_file_and_no_half_copy(home, tmp_path):
    attempt()
    mine = tmp_path / "feed.py"
    mine.write_text("x" * 1000)
    before = (home / "progress.json").read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))  # bytes in any file
    try:
        with pytest.raises(ProgressProblem) as recording:
            attempt("b")
        with pytest.raises(ProgressProblem) as keeping:
            progress.keep(mine, FEED)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert says_what_to_do(recording, home) and says_what_to_do(keeping, home)
    assert (home / "progress.json").read_bytes() == before
    assert progress.kept(FEED) == []
    assert attempt("b").attempts == 2


def test_a_home_that_is_a_file_is_a_problem_but_not_for_load(home):
    home.parent.mkdir()
    home.write_text("")
    assert "cannot be read" in progress.load().notice
    with pytest.raises(ProgressProblem):
        attempt()


def test_a_lock_that_is_never_released_is_a_problem(home, monkeypatch):
    attempt()
    monkeypatch.setattr("kata.home.LOCK_SECONDS", 0.02)
    holder = (
        "from kata import home\nfrom kata.learner import progress\n"
        "with home.locked(progress._progress_file()):"
        " print(1, flush=True), input()"
    )
    command = [sys.executable, "-c", holder]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=PROJECT, **pipes) as process:
        process.stdout.readline()
        with pytest.raises(ProgressProblem) as problem:
            attempt("b")
        assert progress.load()[FEED].attempts == 1
        process.communicate(b"\n")
    assert says_what_to_do(problem, home)


def test_it_needs_neither_a_framework_nor_a_lock(home):
    program = """
import sys
sys.modules["filelock"] = None  # as in the browser
from kata.learner import progress
progress.record("related_objects/feed", True, {}, "a", "t")
print(sorted({"django", "pytest", "rich", "typer", "threading"} & set(sys.modules)))
"""
    command = [sys.executable, "-S", "-c", program]
    assert subprocess.check_output(command, cwd=PROJECT, text=True) == "[]\n"
    assert progress.load()[FEED].state == "passed"


# --- The learner's own files ----------------------------------------------------------------


def test_every_version_is_kept_and_none_overwritten(home, tmp_path, stopped_clock):
    mine = tmp_path / "feed.py"
    versions = [f"answer = {number}\n" for number in range(12)]
    for version in versions:
        mine.write_text(version)
        progress.keep(mine, FEED)

    copies = progress.kept(FEED)
    assert [copy.read_text() for copy in copies] == versions
    names = ["feed-2027-01-01T000000Z.py", "feed-2027-01-01T000000Z-2.py"]
    assert copies[:2] == [home / "kept" / "related_objects" / name for name in names]
    assert mine.read_text() == versions[-1]


def test_kept_files_come_oldest_first_and_of_one_exercise_only(tmp_path, clock):
    mine = tmp_path / "feed.py"
    for slug in (FEED, "related_objects/feed_two", "measure/feed", FEED):
        mine.write_text(f"{slug} {len(progress.kept(FEED))}")
        progress.keep(mine, slug)
    assert [copy.read_text() for copy in progress.kept(FEED)] == [f"{FEED} 0", f"{FEED} 1"]


def test_a_file_is_not_kept_twice_in_a_row_but_again_after_a_change(tmp_path, clock):
    mine = tmp_path / "feed.py"
    for content, copies in ((b"one\xff", 1), (b"one\xff", 1), (b"two", 2), (b"one\xff", 3)):
        mine.write_bytes(content)
        assert progress.keep(mine, FEED).read_bytes() == content
        assert len(progress.kept(FEED)) == copies


def test_nothing_is_kept_of_a_file_that_is_not_there(tmp_path):
    assert progress.kept(FEED) == []
    with pytest.raises(FileNotFoundError):
        progress.keep(tmp_path / "gone.py", FEED)
    assert progress.kept(FEED) == []


# --- Merging --------------------------------------------------------------------------------


def test_what_was_done_in_an_exercise_that_has_moved_counts_where_it_is_now(monkeypatch):
    progress.record("caching/feed", True, {"queries": 2}, "a", "tests")
    attempt("b", queries=3)
    monkeypatch.setattr(progress, "moved", lambda: {"caching/feed": FEED})
    found = progress.load()
    assert set(found) == {FEED}
    assert (found[FEED].state, found[FEED].best) == ("passed", {"queries": 2})


def test_an_import_with_damaged_entries_takes_the_others_and_says_so(home):
    attempt()
    merged = progress.merge(json.loads(entry(state="won")))
    assert FEED in merged.notice
    assert merged["a/whole"].attempts == 4
    assert progress.load()[FEED].state == "passed"
    assert progress.load().notice == ""


@pytest.mark.parametrize("other", [{}, {"name": "a package"}, {"exercises": {"a/b": 3}}, [], None])
def test_what_is_no_progress_is_not_imported(home, other):
    attempt()
    before = (home / "progress.json").read_bytes()
    with pytest.raises(ProgressProblem, match="no progress that can be imported"):
        progress.merge(other)
    assert (home / "progress.json").read_bytes() == before
