"""How much of the processors other programs have left to the site and the load.

A round takes seconds, and a machine that does something else in one of them would make a site look
slow. What others use is everything but this process, the processes that it has started, and
Valkey, which runs beside them.
"""

from contextlib import suppress
from dataclasses import dataclass

from kata.services import register, valkey

LEAST = 0.05  # of the processors: below that nothing was measured


@dataclass(frozen=True)
class Reading:
    """Seconds of all processors together, since the machine was started."""

    all: float
    busy: float
    ours: float


def read() -> Reading:
    """Return what the processors have done until now."""
    import psutil

    times = psutil.cpu_times()
    known = times._asdict()
    # Linux counts the time of guests in ``user`` already.
    everything = sum(value for name, value in known.items() if not name.startswith("guest"))
    idle = known.get("idle", 0.0) + known.get("iowait", 0.0)
    return Reading(everything, everything - idle, _ours())


def free(before: Reading, after: Reading) -> float:
    """Return the share of the processors, from 0 to 1, that others have not used."""
    passed = after.all - before.all
    others = (after.busy - before.busy) - (after.ours - before.ours)
    if passed <= 0:
        return 1.0
    return min(1.0, max(LEAST, 1 - others / passed))


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
