import os
import signal
import sys
import time
from pathlib import Path

import pytest

from kata import jail

HERE = Path(__file__)


def run(work, **limits):
    return jail.run(work, watched=HERE, **{"cpu_seconds": 3, "wall_seconds": 10.0, **limits})


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
    assert len(outcome.printed) <= jail.KEPT
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
