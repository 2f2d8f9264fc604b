"""What the page says of a check that it had to end."""

from __future__ import annotations

import signal
import time

from kata.course import ROOT
from kata.sandbox import in_page


def test_what_does_not_come_back_is_not_said_to_use_the_processor():
    """The page measures the wall's clock: a sleep is late there too."""

    def sleeps(send):
        signal.raise_signal(signal.SIGXCPU)
        time.sleep(60)

    crash = in_page.run(sleeps, watched=ROOT, cpu_seconds=20).crash
    assert "still runs after 20 seconds: an endless loop, or a sleep?" in crash
    assert "Your answer still runs" in in_page.late(0, 20).says


def test_a_broken_python_is_said_to_be_the_pages_own():
    assert "broke Python in this page" in in_page.crashed().says
