import subprocess
import sys
import threading
import time
from datetime import datetime
from time import monotonic
from types import SimpleNamespace

import pytest

from kata.checks.clocks import READ_BY_ANSWERS, frozen, set_clocks

FINE = """
import resource
from kata.checks import clocks

resource.setrlimit(resource.RLIMIT_CPU, (60, 62))
now = clocks.work()
for _ in range(200):
    start = now()
    sum(range(2_000))
    assert now() > start
"""


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_CPU is not known there")
def test_the_work_clock_is_fine_under_the_limit_of_the_jail():
    """Linux brings a process's clock up to date every 4 ms only, once RLIMIT_CPU is set."""
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{FINE}"],
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "arena.settings", "PYTHONPATH": "."},
    )


def test_no_time_passes_in_a_block():
    answer = SimpleNamespace(now=monotonic, other=print)
    before = {name: getattr(time, name) for name in READ_BY_ANSWERS}

    def look():
        return [answer.now(), datetime.now(), *(getattr(time, name)() for name in READ_BY_ANSWERS)]

    with frozen(answer):
        first = look()
        time.sleep(0.003)
        assert look() == first
        assert time.process_time_ns() < time.process_time_ns()  # the clock of a race goes on
    assert all(old < new for old, new in zip(first, look(), strict=True))
    assert (answer.now, answer.other) == (monotonic, print)
    assert {name: getattr(time, name) for name in READ_BY_ANSWERS} == before


def test_clocks_that_are_set():
    names = ("time", "monotonic", "perf_counter", "thread_time", "process_time")
    real = {name: getattr(time, name) for name in names}

    def passed(act):
        before = [getattr(time, f"{name}_ns")() for name in names]
        act()
        after = [getattr(time, f"{name}_ns")() for name in names]
        return [round((new - old) / 1e6, 6) for new, old in zip(after, before, strict=True)]

    def in_a_thread():
        thread = threading.Thread(target=clocks.compute, args=[2])
        thread.start()
        thread.join()

    with set_clocks() as clocks:
        assert passed(lambda: None) == [0, 0, 0, 0, 0]
        assert passed(lambda: clocks.wait(2)) == [2, 2, 2, 0, 0]
        assert passed(lambda: clocks.compute(0.1)) == [0.1, 0.1, 0.1, 0.1, 0.1]
        assert passed(lambda: clocks.others_compute(2)) == [2, 2, 2, 0, 2]
        assert passed(in_a_thread) == [2, 2, 2, 0, 2]
        assert passed(lambda: clocks.set_system(-5)) == [-5, 0, 0, 0, 0]
        assert time.clock_gettime(time.CLOCK_THREAD_CPUTIME_ID) == time.thread_time()
        assert time.clock_gettime_ns(time.CLOCK_REALTIME) == time.time_ns()
        assert time.clock_gettime(time.CLOCK_MONOTONIC) == time.monotonic()
    assert all(getattr(time, name) is clock for name, clock in real.items())
