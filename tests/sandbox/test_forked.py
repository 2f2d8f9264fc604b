import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kata.checks.blame import failure_of_ending
from kata.sandbox import forked

HERE = Path(__file__)


def run(work, **limits):
    return forked.run(work, watched=HERE, **{"cpu_seconds": 3, "wall_seconds": 10.0, **limits})


def test_messages_arrive_in_order_and_whole():
    outcome = run(lambda send: [send({"n": n, "text": "ü" * 100_000}) for n in range(20)])
    assert [message["n"] for message in outcome.messages] == list(range(20))
    assert (outcome.ending, outcome.crash) == ("done", "")


def test_prints_are_kept_from_the_beginning_and_counted():
    def prints(send):
        print("first")
        sys.stderr.write("second\n")
        os.write(1, b"third\n")
        for _ in range(100):
            print("x" * 10_000)

    outcome = run(prints)
    assert "third" in outcome.printed
    assert len(outcome.printed) <= forked.KEPT
    assert outcome.lost > 900_000


def test_a_fault_of_our_own_is_a_crash_with_its_traceback():
    outcome = run(lambda send: 1 / 0)
    assert outcome.ending == "done"
    assert "ZeroDivisionError" in outcome.crash


def loop():
    while True:
        pass


def wait():
    time.sleep(100)


@pytest.mark.parametrize(
    ("work", "limits", "ending", "line"),
    [
        (loop, {"cpu_seconds": 1}, "busy", loop.__code__.co_firstlineno),
        (wait, {"wall_seconds": 0.5}, "slow", wait.__code__.co_firstlineno + 1),
    ],
)
def test_a_child_that_does_not_end_is_ended_and_says_where_it_was(work, limits, ending, line):
    outcome = run(lambda send: (send({"before": 1}), work()), **limits)
    assert outcome.ending == ending
    assert outcome.messages == [{"before": 1}]
    assert line <= outcome.line <= line + 2


def test_os_exit_says_where():
    outcome = run(lambda send: os._exit(7))
    assert (outcome.ending, outcome.code) == ("exit", 7)
    assert outcome.line > 0


def test_a_signal_is_told():
    outcome = run(lambda send: os.kill(os.getpid(), signal.SIGTERM))
    assert (outcome.ending, outcome.code) == ("signal", signal.SIGTERM)


def test_grandchildren_neither_answer_nor_outlive(tmp_path):
    mark = tmp_path / "pid"

    def forks(send):
        if os.fork() == 0:
            mark.write_text(str(os.getpid()))
            send({"from": "grandchild"})
            time.sleep(100)
        while not mark.exists() or not mark.read_text():
            time.sleep(0.01)
        send({"from": "child"})

    start = time.monotonic()
    outcome = run(forks)
    assert outcome.messages == [{"from": "child"}]
    assert time.monotonic() - start < 9
    time.sleep(0.2)
    assert not _runs(int(mark.read_text()))


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or " Z " not in stat.read_text()


@pytest.mark.parametrize("number", [1, 6, 9, 11, 34, 40, 64])
def test_every_signal_is_told(number):
    outcome = run(lambda send: os.kill(os.getpid(), number))
    assert (outcome.ending, outcome.code) == ("signal", number)
    assert failure_of_ending("signal", number, 0, 3).says.startswith("Your answer ")


@pytest.mark.parametrize("code", [0, 1, 2, 77, 255])
def test_every_exit_is_told(code):
    outcome = run(lambda send: os._exit(code))
    assert (outcome.ending, outcome.code) == ("exit", code)


def test_a_loop_that_ignores_the_limit_is_busy_and_not_short_of_memory():
    def ignores(send):
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        loop()

    outcome = run(ignores, cpu_seconds=1, wall_seconds=60.0)
    assert outcome.ending == "busy"
    line = loop.__code__.co_firstlineno
    assert sys.platform != "linux" or line <= outcome.line <= line + 2


GARBAGE = [b"", b"5\n", b"{}\n", b'{"done": true}\n', b"\xff\xfe\n", b"{" * 100, b"\n" * 100]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_is_no_message_is_not_taken_for_one(garbage):
    def writes(send):
        send({"n": 1})
        pipes = [n for n in map(int, os.listdir("/dev/fd")) if n > 2 and _is_pipe(n)]  # noqa: PTH208
        for pipe in pipes:
            os.write(pipe, garbage)
        send({"n": 2})

    outcome = run(writes)
    assert outcome.messages == [{"n": 1}, {"n": 2}]
    assert outcome.ending == "done"
    assert outcome.foreign == bool(garbage.strip())


def _is_pipe(file):
    try:
        return stat.S_ISFIFO(os.fstat(file).st_mode)
    except OSError:  # it was open to list them
        return False


def test_the_parents_files_are_out_of_reach():
    reading, writing = os.pipe()
    try:
        run(lambda send: os.write(writing, b"to the terminal, say"))
        os.set_blocking(reading, False)
        with pytest.raises(BlockingIOError):
            os.read(reading, 100)
    finally:
        os.close(reading)
        os.close(writing)


@pytest.mark.skipif(sys.platform != "linux", reason="strays are found in /proc")
def test_a_process_in_a_session_of_its_own_is_ended(tmp_path):
    mark = tmp_path / "pid"

    def starts(send):
        code = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(100)"
        subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
        while not mark.exists() or not mark.read_text():
            time.sleep(0.01)

    run(starts)
    time.sleep(0.2)
    assert not _runs(int(mark.read_text()))


def test_no_file_is_left_open():
    before = _open_files()
    for _ in range(5):
        run(lambda send: None)
    assert _open_files() == before


def _open_files():
    return len(list(Path("/dev/fd").iterdir()))


def test_the_childs_limits_are_its_own():
    import resource

    before = resource.getrlimit(resource.RLIMIT_CPU)
    run(lambda send: None, cpu_seconds=1)
    assert resource.getrlimit(resource.RLIMIT_CPU) == before
