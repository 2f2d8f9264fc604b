"""How much of the processors other programs have left to the site and the load.

A round takes seconds, and a machine that does something else in one of them would make a site look
slow. What others use is everything but this process, the processes that it has started, and
Valkey, which runs beside them.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from kata.services import register, valkey

EVERY = 0.5  # seconds
LEAST = 0.05  # of the processors: below that nothing was measured


@dataclass(frozen=True)
class Reading:
    """Seconds of all processors together, since the machine was started.

    Attributes:
        at: when it was read, in seconds since 1970.
    """

    at: float
    all: float
    busy: float
    ours: float


@contextmanager
def watched() -> Iterator[list[Reading]]:
    """Yield a list that has, after the block, a reading of every half second of it."""
    found, is_over = [read()], threading.Event()

    def watch() -> None:
        while not is_over.wait(EVERY):
            found.append(read())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        thread.join()
        found.append(read())


def read() -> Reading:
    """Return what the processors have done until now."""
    import psutil

    known = psutil.cpu_times()._asdict()
    # Linux counts the time of guests in ``user`` already.
    everything = sum(value for name, value in known.items() if not name.startswith("guest"))
    idle = known.get("idle", 0.0) + known.get("iowait", 0.0)
    return Reading(time.time(), everything, everything - idle, _ours())


def free(readings: Sequence[Reading], began: float, ended: float) -> float:
    """Return the share of the processors, from 0 to 1, that others did not use in a while.

    Of the readings the last one before it and the first one after it are compared.
    """
    before = [each for each in readings if each.at <= began] or readings[:1]
    after = [each for each in readings if each.at >= ended] or readings[-1:]
    first, last = before[-1], after[0]
    passed = last.all - first.all
    others = (last.busy - first.busy) - (last.ours - first.ours)
    return min(1.0, max(LEAST, 1 - others / passed)) if passed > 0 else 1.0


def _ours() -> float:
    """Return the seconds of this process and all that it has started, ended ones included."""
    import psutil

    this = psutil.Process()
    processes = [this]
    with suppress(psutil.Error):
        processes += this.children(recursive=True)
    folder = valkey.SERVER.folder()
    processes += register.processes(valkey.PROGRAM, lambda other: other == folder)
    found = 0.0
    for process in processes:
        with suppress(psutil.Error):  # it has ended; then its parent has its time
            times = process.cpu_times()
            found += times.user + times.system
            found += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return found
