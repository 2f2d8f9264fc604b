"""The rule of the race. How often it is wrong is measured by ``make bench``, not here."""

import gc
import time

import pytest
from django.db import connection

from kata.checks import clocks, faster
from kata.checks import race as races
from kata.checks.findings import CheckFailed, ledger
from kata.checks.race import race


class Track:
    """A clock that only the runners move, so that the rule is seen without any noise."""

    def __init__(self, monkeypatch):
        self.now = 0
        monkeypatch.setattr(clocks, "work", lambda: lambda: self.now)
        monkeypatch.setattr(clocks, "waiting", lambda: lambda: self.now)

    def runner(self, *milliseconds):
        """Return a runner that takes these times, one after the other, round and round."""
        laps = 0

        def run():
            nonlocal laps
            self.now += int(milliseconds[laps % len(milliseconds)] * 1e6)
            laps += 1

        return run


@pytest.fixture
def track(monkeypatch):
    return Track(monkeypatch)


@pytest.mark.parametrize(
    ("slow", "fast", "times", "won"),
    [(10, 2, 2, True), (10, 5, 2, True), (10, 5.1, 2, False), (10, 10, 2, False), (1, 9, 1, False)],
)
def test_first_to_lead_by_four_wins(track, slow, fast, times, won):
    result = race(track.runner(slow), track.runner(fast), times=times)
    assert (result.won, result.pairs) == (won, 4)
    assert result.ratio == pytest.approx(slow / fast, rel=0.01)


def test_waiting_needs_a_lead_of_five(track):
    assert race(track.runner(10), track.runner(1), times=2, clock="waiting").pairs == 5


def test_one_odd_pair_does_not_decide(track):
    result = race(track.runner(10), track.runner(2, 2, 2, 30, 2, 2, 2, 2, 2, 2), times=2)
    assert (result.won, result.pairs) == (True, 6)


def test_pairs_that_go_to_and_fro_are_too_close_to_call(track):
    result = race(track.runner(10), track.runner(3, 9), times=2)
    assert (result.won, result.pairs) == (None, 20)
    with pytest.raises(CheckFailed, match="Too close to call: about"):
        faster(track.runner(3, 9), track.runner(10), times=2)


def test_short_calls_are_looped_until_a_sample_is_long_enough(track):
    laps = []
    run = track.runner(0.01)
    result = race(track.runner(1), lambda: (run(), laps.append(1)), times=2)
    assert result.won
    assert len(laps) >= 4 * races.FLOOR_NS / 10_000


def test_the_collector_is_off_in_a_race_and_on_after_it(track):
    seen = set()
    race(lambda: (track.runner(5)(), seen.add(gc.isenabled())), track.runner(5), times=2)
    assert False in seen
    assert gc.isenabled()


def test_the_message(track):
    with pytest.raises(CheckFailed) as failed:
        faster(track.runner(8), track.runner(10), times=3)
    assert failed.value.failure.says == "1.2 times as fast as the starter (4 pairs, 1.2x to 1.2x)."
    assert failed.value.failure.allowed == "at least 3 times as fast as the starter."
    ledger.clear()
    assert faster(track.runner(1), track.runner(10), times=3).won
    assert ledger.cost == {"times faster": 10.0}


def test_a_lazy_result_is_read_to_its_end(track):
    run = track.runner(5)

    def lazy():
        yield run()

    with pytest.raises(CheckFailed, match="times as fast"):
        faster(lazy, track.runner(5), times=2)


class Board:
    """Data that changes, and two readers of it: one that asks each time, and one with a memory."""

    def __init__(self, track, lifetime=0.0):
        self.track, self.lifetime = track, lifetime
        self.version = 0
        self.seen = None

    def change(self):
        self.version += 1
        self.track.now += 50_000_000  # as long as ten calls, and not measured

    def ask(self):
        self.track.now += 5_000_000
        return {"rank": self.version}

    def slow(self):
        self.track.now += 20_000_000
        return {"rank": self.version}

    def remembered(self):
        if self.seen is None or time.monotonic() > self.seen[0] + self.lifetime:
            self.seen = time.monotonic(), self.ask()
        return self.seen[1]


def test_a_change_is_not_measured(track):
    board = Board(track)
    result = race(board.slow, board.ask, times=2, change=board.change)
    assert (result.won, result.ratio) == (True, pytest.approx(4))
    assert board.version >= 8


def test_a_result_that_was_remembered_for_a_moment_loses(track):
    for lifetime in (0.05, 60):
        board = Board(track, lifetime)
        with pytest.raises(CheckFailed, match="right after the data had changed: 'rank'") as failed:
            faster(board.remembered, board.slow, times=2, change=board.change)
        assert failed.value.failure.details == ("expected  1", "got       0")


def test_a_memory_that_begins_late_loses_as_well(track):
    board, calls = Board(track, 60), []

    def late():
        calls.append(1)
        return board.remembered() if len(calls) > 5 else board.ask()

    with pytest.raises(CheckFailed, match="right after the data had changed"):
        faster(late, board.slow, times=2, change=board.change)


def test_a_test_compares_in_its_own_way(track):
    board, pairs = Board(track), []
    faster(
        board.ask,
        board.slow,
        times=2,
        change=board.change,
        compare=lambda got, right: pairs.append((got, right)),
    )
    assert len(pairs) == 5
    assert all(got == right for got, right in pairs)


def test_an_answer_that_sends_nothing_is_refused_even_without_a_change(world):
    def ask():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM generate_series(1, 20000)")
            return cursor.fetchone()[0]

    seen = []

    def remembered():
        if not seen:
            seen.append(ask())
        return seen[0]

    with pytest.raises(CheckFailed, match="Called again at once, it sent no query"):
        faster(remembered, ask, times=2)
    faster(lambda: ask() and ask(), lambda: [ask() for _ in range(12)], times=2)
    assert faster(remembered, lambda: sum(range(100_000)), times=2).won  # nobody asks a database


def test_a_real_race_with_the_real_clocks():
    def work(rounds):
        return lambda: sum(range(rounds))

    assert race(work(200_000), work(20_000), times=2).won is True
    assert race(work(20_000), work(20_000), times=2).won is False
    assert race(lambda: time.sleep(0.02), lambda: time.sleep(0.002), times=2, clock="waiting").won


def test_the_work_clock_sees_the_backend(world):
    def count(rows):
        def run():
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM generate_series(1, %s)", [rows])

        return run

    count(1)()
    assert clocks.backends() == [connection.connection.info.backend_pid]
    now, own = clocks.work(), time.process_time_ns()
    start = now()
    count(2_000_000)()
    assert now() - start > 10 * (time.process_time_ns() - own)
    assert race(count(300_000), count(3_000), times=5).won is True


def test_waiting_is_no_work():
    now = clocks.work()
    start = now()
    time.sleep(0.3)
    assert now() - start < 150_000_000  # half of the time that passed; a clock of waiting has all
