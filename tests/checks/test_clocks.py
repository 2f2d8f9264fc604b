import subprocess
import sys
import time
from datetime import datetime
from time import monotonic
from types import SimpleNamespace

import pytest

from kata.checks.clocks import READ_BY_ANSWERS, frozen

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
