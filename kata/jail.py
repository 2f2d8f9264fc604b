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
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

if sys.platform != "emscripten":  # a browser has no such limits, see ``here``
    import resource

Send = Callable[[dict[str, Any]], None]
Ending = Literal["done", "slow", "busy", "exit", "signal"]

KEPT = 20_000  # bytes of prints that are shown; the rest is counted
MEMORY = 4 << 30


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
    """

    messages: list[dict[str, Any]] = field(default_factory=list)
    crash: str = ""
    ending: Ending = "done"
    code: int = 0
    line: int = 0
    printed: str = ""
    lost: int = 0


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
    messages, prints = os.pipe(), os.pipe()
    with tempfile.TemporaryFile() as trace:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            os.close(messages[0])
            os.close(prints[0])
            _child(work, messages[1], prints[1], trace.fileno(), cpu_seconds)
        os.close(messages[1])
        os.close(prints[1])
        try:
            pipes = messages[0], prints[0], trace.fileno()
            return _parent(pid, pipes, watched, wall_seconds)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)


def _child(
    work: Callable[[Send], None], messages: int, prints: int, trace: int, cpu_seconds: int
) -> None:
    """Never returns: the child must not run on in its parent's code."""
    code = 1
    own = os.getpid()
    leave = os._exit
    try:
        os.setsid()
        for stream, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(prints, stream)
            writer = open(stream, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
            setattr(sys, name, writer)
        faulthandler.enable(trace, all_threads=False)
        faulthandler.register(signal.SIGUSR1, trace, all_threads=False)
        faulthandler.register(signal.SIGXCPU, trace, all_threads=False, chain=True)
        _limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 2)
        if sys.platform == "linux":
            _limit(resource.RLIMIT_DATA, MEMORY, MEMORY)
        os._exit = _traced_exit(trace, leave)
        gc.freeze()

        def send(message: dict[str, Any]) -> None:
            if os.getpid() == own:
                _write(messages, json.dumps(message).encode() + b"\n")

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


def _parent(pid: int, pipes: tuple[int, int, int], watched: Path, wall_seconds: float) -> Outcome:
    messages, prints, trace = pipes
    outcome, received, printed = Outcome(), bytearray(), bytearray()
    deadline, late, status = time.monotonic() + wall_seconds, False, None

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
            if time.monotonic() >= deadline and not late:
                late = True
                _stop(pid)
            if status is None and (ended := os.waitpid(pid, os.WNOHANG))[0]:
                status = ended[1]
                received += _rest(messages)
                break
    status = os.waitpid(pid, 0)[1] if status is None else status
    keep(_rest(prints))
    os.close(messages)
    os.close(prints)
    outcome.messages = [json.loads(line) for line in received.splitlines() if line.endswith(b"}")]
    outcome.printed = printed.decode(errors="replace")
    _judge(outcome, status, late)
    if outcome.ending != "done":
        os.lseek(trace, 0, os.SEEK_SET)
        outcome.line = _line(os.read(trace, 1 << 20).decode(errors="replace"), watched)
    return outcome


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


def _judge(outcome: Outcome, status: int, late: bool) -> None:
    last = outcome.messages[-1] if outcome.messages else {}
    if "done" in last or "crash" in last:
        outcome.crash = outcome.messages.pop().get("crash", "")
        return
    if late:
        outcome.ending = "slow"
    elif os.WIFSIGNALED(status):
        outcome.code = os.WTERMSIG(status)
        outcome.ending = "busy" if outcome.code == signal.SIGXCPU else "signal"
    else:
        outcome.ending, outcome.code = "exit", os.WEXITSTATUS(status)


def _line(dump: str, watched: Path) -> int:
    """Return the innermost line of the file in a traceback that faulthandler wrote."""
    last = dump.rpartition("(most recent call first)")[2]
    name = str(watched).encode("ascii", "backslashreplace").decode()  # as faulthandler writes it
    found = re.search(rf'File "{re.escape(name)}", line (\d+)', last)
    return int(found[1]) if found else 0
