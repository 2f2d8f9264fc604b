"""What a killed process has made is known to be nobody's, and what a living one has made is not."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from kata import course, owner
from kata.sandbox import forked


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def names_of_the_dead() -> str:
    code = "from kata import owner; print(owner.new_name())"
    command = [sys.executable, "-c", code]
    return subprocess.check_output(command, cwd=course.ROOT, text=True).strip()


def test_a_name_tells_whether_its_process_lives() -> None:
    ours = owner.new_name()
    dead = names_of_the_dead()
    assert not owner.is_abandoned(ours)
    assert owner.is_abandoned(dead)
    assert owner.is_abandoned(re.sub(r"^(kata_\d+_)\d+", r"\g<1>1", ours))  # our pid, used again
    elsewhere = re.sub(r"_[0-9a-f]{6}(?=_[^_]+$)", "_000000", dead)  # a pid of another machine
    assert not owner.is_abandoned(elsewhere)
    assert not owner.is_abandoned("kata_production")


def test_a_folder_goes_with_its_block_and_otherwise_with_the_next_sweep(tmp_path: Path) -> None:
    with owner.temporary_folder() as ours:
        (tmp_path / names_of_the_dead()).mkdir()
        (tmp_path / names_of_the_dead()).touch()
        (tmp_path / "kata_production").mkdir()
        assert ours.parent == tmp_path
        owner.sweep()
        assert sorted(tmp_path.iterdir()) == sorted([ours, tmp_path / "kata_production"])
    assert not ours.exists()


def test_what_an_answer_started_ends_with_the_next_sweep(tmp_path: Path) -> None:
    code = "import time; time.sleep(100)"
    names = names_of_the_dead(), owner.new_name()
    dead, living = (
        subprocess.Popen([sys.executable, "-c", code], env={**os.environ, owner.MARK: name})
        for name in names
    )
    for name in names:
        (tmp_path / name).mkdir()
    owner.sweep()
    assert dead.wait(10) == -signal.SIGKILL
    assert living.poll() is None
    living.kill()
    living.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child")
def test_an_answer_ends_with_a_check_that_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "pid"

    def work(send: forked.Send) -> None:
        file.write_text(str(os.getpid()))
        time.sleep(100)

    check = os.fork()
    if check == 0:
        forked.run(work, watched=Path(__file__))
        os._exit(0)
    while not file.exists() or not file.read_text():
        time.sleep(0.01)
    answer = psutil.Process(int(file.read_text()))
    os.kill(check, signal.SIGKILL)
    os.waitpid(check, 0)
    psutil.wait_procs([answer], timeout=10)
    assert not answer.is_running() or answer.status() == psutil.STATUS_ZOMBIE
