"""Each check forks a worker of its own, which is gone afterwards."""

import os
import signal
import time
from pathlib import Path

import psutil
import pytest
from celery import Celery

from kata import owner
from kata.services import SERVICES, ServiceMissing, ServiceProblem, celery, valkey
from kata.services.register import has_ended

PATIENCE = 20  # seconds


def app_of(url: str) -> Celery:
    app = Celery("arena", broker=celery.broker(url), set_as_current=False)
    app.conf.update(worker_concurrency=2, task_ignore_result=True, worker_hijack_root_logger=False)
    return app


def test_a_worker_is_gone_after_its_block(home: Path) -> None:
    with celery.working(app_of(valkey.fresh()), lambda: None) as pid:
        main = psutil.Process(pid)
        processes = [main, *main.children(recursive=True)]
        assert len(processes) == 3
    assert all(map(has_ended, processes))


def test_a_worker_is_gone_after_its_check_was_killed(home: Path) -> None:
    url, (reads, writes) = valkey.fresh(), os.pipe()
    check = os.fork()
    if not check:
        with celery.working(app_of(url), lambda: None) as pid:
            os.write(writes, str(pid).encode())
            time.sleep(PATIENCE)
        os._exit(1)
    main = psutil.Process(int(os.read(reads, 20)))
    processes = [main, *main.children(recursive=True)]
    assert len(processes) == 3
    os.kill(check, signal.SIGKILL)
    os.waitpid(check, 0)
    limit = time.monotonic() + PATIENCE
    while not all(map(has_ended, processes)) and time.monotonic() < limit:
        time.sleep(0.01)
    assert all(map(has_ended, processes))
    owner.sweep()  # every command of the course does; the last test looks for folders


def test_a_worker_that_cannot_begin_says_why(home: Path) -> None:
    def prepare() -> None:
        raise ValueError("the broker\nis missing")

    with (
        pytest.raises(ServiceProblem, match="ValueError: the broker is missing"),
        celery.working(app_of(valkey.fresh()), prepare),
    ):
        raise AssertionError("it has not begun")


def test_without_celery_one_sentence_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(celery, "package_folder", lambda name: None)
    with pytest.raises(ServiceMissing, match="make learn"):
        celery.up()
    status = SERVICES["celery"].status()
    assert (status.state, "make learn" in status.remedy) == ("missing", True)
