"""Runs a function in a forked child with limits, and tells what became of it.

Whatever the child does - an endless loop, ``os._exit``, a crash, a gigabyte of prints - the parent
gets the messages that it sent before, how it ended, and the line of the watched file it was in.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import json
import os
import re
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kata import owner
from kata.sandbox import console
from kata.sandbox.console import Console

if sys.platform != "emscripten":  # a browser has no such limits, see ``in_page``
    import resource

Send = Callable[[dict[str, Any]], None]
Ending = Literal["done", "slow", "busy", "exit", "signal"]

KEPT = 20_000  # bytes of prints that are shown; the rest is counted
MEMORY = 4 << 30
BUSY_MACHINE = 4  # times the wall time, for a child that makes progress all the same
LOOK = 2.0  # seconds: how often that is looked at
WORKS = 0.005  # of a processor: what a child takes that does not only wait


@dataclass
class Outcome:
    """What a child sent and how it ended.

    Attributes:
        messages: what it sent, in order.
        crash: the traceback of a fault in ``work`` itself, empty for none.
        ending: ``done``; ``slow`` (out of wall time) or ``busy`` (out of processor time);
            ``exit`` (it left by itself, early) or ``signal`` (it was killed or crashed).
        code: the exit code, or the signal's number.
        line: where in the watched file it was when it was stopped, 0 when unknown.
        printed: the beginning of its standard output and error.
        lost: bytes of output beyond that.
        foreign: whether something else than messages was written to their pipe.
    """

    messages: list[dict[str, Any]] = field(default_factory=list)
    crash: str = ""
    ending: Ending = "done"
    code: int = 0
    line: int = 0
    printed: str = ""
    lost: int = 0
    foreign: bool = False


def run(
    work: Callable[[Send], None],
    *,
    watched: Path,
    cpu_seconds: int = 15,
    wall_seconds: float = 60.0,
) -> Outcome:
    """Fork, call ``work(send)`` in the child, and return what came of it.

    Args:
        watched: the file whose line is reported when the child has to be stopped.
        cpu_seconds: processor time after which it counts as an endless loop. A busy machine
            does not use it up.
        wall_seconds: wall time after which it counts as stuck, waiting for something.
    """
    messages, prints, terminal = os.pipe(), os.pipe(), console.found()
    with owner.temporary_folder() as folder, (folder / "trace").open("w+b") as trace:
        token = folder.name
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            owner.end_with(parent, signal.SIGKILL)
            os.close(messages[0])
            os.close(prints[0])
            pipes = messages[1], prints[1], trace.fileno()
            _child(work, token, pipes, cpu_seconds, terminal)
        os.close(messages[1])
        os.close(prints[1])
        try:
            pipes = messages[0], prints[0], trace.fileno()
            watch = _Watch(pid, cpu_seconds, wall_seconds, terminal)
            with terminal.offered(pid) if terminal else contextlib.nullcontext():
                outcome, received = _parent(watch, pipes)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            owner.end_strays(token)
        _read(outcome, received, token)
        if outcome.ending != "done":
            os.lseek(trace.fileno(), 0, os.SEEK_SET)
            dump = os.read(trace.fileno(), 1 << 20).decode(errors="replace")
            outcome.line = _line(dump, watched)
        return outcome


def _child(
    work: Callable[[Send], None],
    token: str,
    pipes: tuple[int, int, int],
    cpu_seconds: int,
    terminal: Console | None,
) -> None:
    """Never returns: the child must not run on in its parent's code."""
    messages, prints, trace = pipes
    code = 1
    own = os.getpid()
    leave = os._exit
    try:
        os.setsid()
        os.environ[owner.MARK] = token
        most = cpu_seconds + 2
        if terminal:
            terminal.keep(cpu_seconds)
            _, most = resource.getrlimit(resource.RLIMIT_CPU)  # a debugger puts the limit off
        _leave_files({messages, prints, trace, *(terminal.files if terminal else ())})
        for stream, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(prints, stream)
            writer = open(stream, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
            setattr(sys, name, writer)
        faulthandler.enable(trace, all_threads=False)
        faulthandler.register(signal.SIGUSR1, trace, all_threads=False)
        faulthandler.register(signal.SIGXCPU, trace, all_threads=False, chain=True)
        _limit(resource.RLIMIT_CPU, cpu_seconds, most)
        if sys.platform == "linux":
            _limit(resource.RLIMIT_DATA, MEMORY, MEMORY)
        os._exit = _traced_exit(trace, leave)
        gc.freeze()

        def send(message: dict[str, Any]) -> None:
            if os.getpid() == own:
                _write(messages, f"\n{token}{json.dumps(message)}\n".encode())

        work(send)
        send({"done": True})
        code = 0
    except BaseException:
        if os.getpid() == own:  # a fault of ours: what an answer raises is caught before
            send({"crash": traceback.format_exc()})
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        leave(code)


def _leave_files(kept: set[int]) -> None:
    """Put nothing in the place of the parent's open files: a terminal, sockets, other pipes.

    Its input too: an answer that reads would wait for the learner, who sees nothing of it.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    for path in list(Path("/dev/fd").iterdir()):
        if (file := int(path.name)) > 2 and file not in {nowhere, *kept}:
            os.dup2(nowhere, file, inheritable=False)


def _traced_exit(trace: int, leave: Callable[[int], Any]) -> Any:
    def traced(code: int) -> None:
        faulthandler.dump_traceback(trace, all_threads=False)
        leave(code)

    return traced


def _limit(what: int, soft: int, hard: int) -> None:
    _, most = resource.getrlimit(what)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (soft, hard))


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _parent(watch: _Watch, pipes: tuple[int, int, int]) -> tuple[Outcome, bytes]:
    """Wait for the child; return how it ended and what it sent."""
    messages, prints, _ = pipes
    pid = watch.pid
    outcome, received, printed = Outcome(), bytearray(), bytearray()
    stopped, status, used = "", None, 0.0

    def keep(data: bytes) -> None:
        kept = data[: max(0, KEPT - len(printed))]
        printed.extend(kept)
        outcome.lost += len(data) - len(kept)

    with selectors.DefaultSelector() as selector:
        selector.register(messages, selectors.EVENT_READ)
        selector.register(prints, selectors.EVENT_READ)
        # The end of the messages tells that the child is done; where a grandchild holds them open,
        # the child's own end does.
        while messages in {key.fd for key in selector.get_map().values()}:
            for key, _ in selector.select(0.1):
                data = os.read(key.fd, 65536)
                if not data:
                    selector.unregister(key.fd)
                elif key.fd == messages:
                    received += data
                else:
                    keep(data)
            if not stopped and (stopped := watch.overdue()):
                _stop(pid)
            if status is None and (ended := os.wait4(pid, os.WNOHANG))[0]:
                status, used = ended[1], _seconds(ended[2])
                received += _rest(messages)
                break
    if status is None:
        _, status, usage = os.wait4(pid, 0)
        used = _seconds(usage)
    keep(_rest(prints))
    os.close(messages)
    os.close(prints)
    outcome.printed = printed.decode(errors="replace")
    if os.WIFSIGNALED(status):
        outcome.code = os.WTERMSIG(status)
        # A child that ignores the soft limit is killed at the hard one, like one without memory.
        killed = outcome.code == signal.SIGKILL and used >= watch.cpu_seconds
        busy = stopped == "busy" or outcome.code == signal.SIGXCPU or killed
        outcome.ending = "slow" if stopped == "slow" else "busy" if busy else "signal"
    else:
        outcome.ending, outcome.code = "exit", os.WEXITSTATUS(status)
    return outcome, bytes(received)


class _Watch:
    """Tells when a child has used up its time.

    The kernel ends one that computes; this is also for one that ignores the kernel's signal. One
    that only makes slow progress, on a busy machine, is given more wall time than one that waits.
    """

    def __init__(
        self, pid: int, cpu_seconds: int, wall_seconds: float, terminal: Console | None
    ) -> None:
        self.pid = pid
        self.terminal = terminal
        self.spent = 0.0
        self.cpu_seconds = cpu_seconds
        self.start = self.looked = time.monotonic()
        self.wall_seconds = wall_seconds
        self.used = 0.0
        self.waits = sys.platform != "linux"

    def overdue(self) -> str:
        """Return which time is used up, ``busy`` or ``slow``; empty for none."""
        now = time.monotonic()
        used = _processor_time(self.pid)
        if self.terminal and self.terminal.is_lent:  # its time begins anew after that
            self.start, self.spent = now, used
            return ""
        if used - self.spent > self.cpu_seconds + 1:
            return "busy"
        if sys.platform == "linux" and now - self.looked >= LOOK:
            self.waits = used - self.used < LOOK * WORKS
            self.looked, self.used = now, used
        patience = self.wall_seconds * (1 if self.waits else BUSY_MACHINE)
        return "slow" if now - self.start >= patience else ""


def _processor_time(pid: int) -> float:
    """Return the seconds that another process has computed, 0 where that cannot be known."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # it has ended
            return time.clock_gettime(~pid << 3 | 2)  # see clock_getcpuclockid(3)
    return 0.0


def _seconds(usage: Any) -> float:
    return float(usage.ru_utime + usage.ru_stime)


def _rest(pipe: int) -> bytes:
    """Return what is in a pipe now, without waiting for its end."""
    os.set_blocking(pipe, False)
    data = bytearray()
    with contextlib.suppress(BlockingIOError):
        while more := os.read(pipe, 1 << 20):
            data += more
    return bytes(data)


def _stop(pid: int) -> None:
    """Have the child write down where it is, then end it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGUSR1)
        time.sleep(0.2)
        os.killpg(pid, signal.SIGKILL)


def _read(outcome: Outcome, received: bytes, token: str) -> None:
    """Take the messages from what was received. A line without its end was not sent whole."""
    for line in received.split(b"\n")[:-1]:
        if line.startswith(token.encode()):
            outcome.messages.append(json.loads(line[len(token) :]))
        elif line:
            outcome.foreign = True
    last = outcome.messages[-1] if outcome.messages else {}
    if "done" in last or "crash" in last:
        outcome.crash = outcome.messages.pop().get("crash", "")
        outcome.ending, outcome.code = "done", 0


def _line(dump: str, watched: Path) -> int:
    """Return the innermost line of the file in a traceback that faulthandler wrote."""
    last = dump.rpartition("(most recent call first)")[2]
    name = str(watched).encode("ascii", "backslashreplace").decode()  # as faulthandler writes it
    found = re.search(rf'File "{re.escape(name)}", line (\d+)', last)
    return int(found[1]) if found else 0
