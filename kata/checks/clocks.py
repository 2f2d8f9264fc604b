"""Two clocks that a busy machine does not fool.

Wall time is biased under load, not only noisy: with both cores busy a true 2.0x reads 2.24x. So
work is timed by processor time, of this process and of the PostgreSQL backends that serve it; and
waiting by wall time less the time spent in the run queue.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

if sys.platform != "emscripten":  # a browser has no other processes
    import psutil

Clock = Callable[[], int]
READINGS = 100_000  # of a clock that may stand still for a millisecond
READ_BY_ANSWERS = (
    "time",
    "time_ns",
    "monotonic",
    "monotonic_ns",
    "perf_counter",
    "perf_counter_ns",
)

_HAS_SCHEDSTAT = sys.platform == "linux" and Path("/proc/self/schedstat").exists()


def backends() -> list[int]:
    """Return the process ids of the local PostgreSQL backends that serve this thread.

    A server on another machine has none that could be read.
    """
    pids = []
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql" and connection.connection is not None:
            info = connection.connection.info
            if info.host.startswith("/") or info.host in {"localhost", "127.0.0.1", "::1"}:
                pids.append(info.backend_pid)
    return [pid for pid in pids if psutil.pid_exists(pid)]


def work() -> Clock:
    """Return a clock of processor nanoseconds: this process and its backends."""
    pids = backends()
    if not _HAS_SCHEDSTAT:
        processes = [psutil.Process(pid) for pid in pids]
        return lambda: time.process_time_ns() + sum(_cpu_ns(process) for process in processes)
    files = [os.open(f"/proc/{pid}/schedstat", os.O_RDONLY) for pid in pids]

    def now() -> int:
        # Under RLIMIT_CPU, which a check has, Linux brings the clock of the process up to date
        # only at a tick, every 4 ms. Reading the clock of the thread does it at once.
        time.thread_time_ns()
        return time.process_time_ns() + sum(_schedstat(file)[0] for file in files)

    return _closing(now, files)


def waiting() -> Clock:
    """Return a clock of wall nanoseconds, less what this thread and its backends stood in line.

    The wall is read outside the delays: the other way round the kernel pre-empts exactly between
    the two readings, and a minimum of five was wrong in 28% of the trials.
    """
    if not _HAS_SCHEDSTAT:
        return time.perf_counter_ns
    own = f"/proc/self/task/{threading.get_native_id()}/schedstat"
    files = [os.open(own, os.O_RDONLY)]
    files += [os.open(f"/proc/{pid}/schedstat", os.O_RDONLY) for pid in backends()]

    def now() -> int:
        return time.perf_counter_ns() - sum(_schedstat(file)[1] for file in files)

    return _closing(now, files)


def step(clock: Clock) -> int:
    """Return by how many nanoseconds a clock moves on at once; 0 if it stands still."""
    steps, before = list[int](), clock()
    for _ in range(READINGS):
        if (after := clock()) > before:
            steps.append(after - before)
            before = after
        if len(steps) == 5:
            break
    return min(steps, default=0)


@contextmanager
def frozen(answer: Any = None) -> Iterator[None]:
    """Let no time pass for Python in a block: a memory of some milliseconds lasts until its end.

    Without it, a busy machine decides whether such a memory has expired.

    Args:
        answer: a module that may have imported ``monotonic`` and the like by name.
    """
    with ExitStack() as undo:
        if sys.platform != "emscripten":  # where datetime.now() goes on
            import time_machine

            undo.enter_context(time_machine.travel(time.time(), tick=False))
        stopped = {}
        for name in READ_BY_ANSWERS:
            clock = getattr(time, name)
            stopped[id(clock)] = _standing(clock())
            _replace(undo, time, name, stopped[id(clock)])
        for name, value in list(vars(answer).items()) if answer else ():
            if id(value) in stopped:
                _replace(undo, answer, name, stopped[id(value)])
        yield


class SetClocks:
    """Clocks of the module ``time`` that stand still until a check moves them on.

    So a check knows to the nanosecond what an answer has to measure, on a busy machine too.
    """

    def __init__(self) -> None:
        self._elapsed = self._set = self._others = 0
        self._used: Counter[int] = Counter()
        system = time.time_ns()
        self.now: dict[str, Clock] = {
            "time": lambda: system + self._elapsed + self._set,
            "monotonic": lambda: 1_000_000_000_000 + self._elapsed,
            "perf_counter": lambda: 2_000_000_000_000 + self._elapsed,
            "thread_time": lambda: 3_000_000_000 + self._used[threading.get_ident()],
            "process_time": lambda: 7_000_000_000 + self._used.total() + self._others,
        }

    def compute(self, ms: float) -> None:
        """Let this thread use the CPU."""
        self._used[threading.get_ident()] += self._pass(ms)

    def wait(self, ms: float) -> None:
        """Let no thread of the process use the CPU."""
        self._pass(ms)

    def others_compute(self, ms: float) -> None:
        """Let other threads of the process use the CPU, while this one waits."""
        self._others += self._pass(ms)

    def set_system(self, ms: float) -> None:
        """Set the system's time, in which nothing passes."""
        self._set += round(ms * 1e6)

    def _pass(self, ms: float) -> int:
        self._elapsed += (ns := round(ms * 1e6))
        return ns

    def of(self, clock: int) -> Clock:
        """Return a clock by the number that ``time.clock_gettime()`` takes."""
        names = {"REALTIME": "time", "THREAD_CPUTIME_ID": "thread_time"}
        names["PROCESS_CPUTIME_ID"] = "process_time"
        found = (names[name] for name in names if getattr(time, f"CLOCK_{name}", None) == clock)
        return self.now[next(found, "monotonic")]


@contextmanager
def set_clocks() -> Iterator[SetClocks]:
    """Let the clocks of the module ``time`` show in a block what a check sets them to.

    An answer has to be loaded inside: it may import a clock by its name.
    """
    clocks = SetClocks()
    with ExitStack() as undo:
        for name, now in clocks.now.items():
            if not hasattr(time, name):  # a browser has no clock of a thread
                continue
            _replace(undo, time, f"{name}_ns", now)
            _replace(undo, time, name, _in_seconds(now))
        if hasattr(time, "clock_gettime"):
            _replace(undo, time, "clock_gettime_ns", lambda clock: clocks.of(clock)())
            _replace(undo, time, "clock_gettime", lambda clock: clocks.of(clock)() / 1e9)
        yield clocks


def _in_seconds(now: Clock) -> Callable[[], float]:
    return lambda: now() / 1e9


def _standing(now: float) -> Callable[[], float]:
    return lambda: now


def _replace(undo: ExitStack, module: Any, name: str, value: Any) -> None:
    undo.callback(setattr, module, name, getattr(module, name))
    setattr(module, name, value)


class _closing:
    """A clock that closes its files when it is dropped."""

    def __init__(self, now: Clock, files: list[int]) -> None:
        self._now, self._files = now, files

    def __call__(self) -> int:
        return self._now()

    def __del__(self) -> None:
        for file in self._files:
            os.close(file)


def _schedstat(file: int) -> tuple[int, int]:
    """Return nanoseconds on a processor and in the run queue, of one process or thread."""
    try:
        running, delayed, _ = os.pread(file, 64, 0).split()
    except ProcessLookupError:  # the backend has gone: its time stands still
        return 0, 0
    return int(running), int(delayed)


def _cpu_ns(process: psutil.Process) -> int:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0
    return int((times.user + times.system) * 1e9)
