import subprocess
import sys

import pytest

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
