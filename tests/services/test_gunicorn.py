"""Each check has a gunicorn of its own, with its configuration and its application."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from kata.services import SERVICES, ServiceMissing, gunicorn, places, register
from kata.services.base import ConfigurationRefused
from kata.services.family import Family
from tests.services.test_postgres import NOBODY, as_nobody, as_root

PROJECT = Path(gunicorn.__file__).resolve().parents[2]
APPLICATION = """
def application(environ, start_response):
    print("asked for", environ["PATH_INFO"], file=environ["wsgi.errors"], flush=True)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
KILLED = f"""
import time
from kata.services import gunicorn
with gunicorn.serving("workers = 2", {APPLICATION!r}) as server:
    print(*server.workers(), flush=True)
    time.sleep(60)
"""


def test_importing_costs_little() -> None:
    code = "import sys; from kata.services import gunicorn; gunicorn.up()"
    code += "; print('psutil' in sys.modules)"
    command = [sys.executable, "-c", code]
    assert subprocess.check_output(command, cwd=PROJECT, text=True) == "False\n"


def test_serves_an_application_with_a_configuration(new_home: Callable[[str], Path]) -> None:
    new_home("home")
    with gunicorn.serving("workers = 2\nthreads = 3\nkeepalive = 7", APPLICATION) as server:
        response = server.get("/somewhere")
        assert (response.status, response.body) == (200, b"ok")
        assert "asked for /somewhere" in server.log()
        assert len(server.workers()) == 2
        assert server.threads() >= 3
        assert 10**6 < server.memory() < 10**9
        assert (server.settings["worker"], server.settings["keepalive"]) == ("gthread", 7)
    assert not Family(server.pid).processes()
    assert not list(places.own_folder("gunicorn").iterdir())


def test_its_own_place_and_log_are_not_for_a_configuration_to_change(
    new_home: Callable[[str], Path], tmp_path: Path
) -> None:
    new_home("home")
    text = f"pidfile={str(tmp_path / 'pid')!r}\nerrorlog='/x/y'\ndaemon=True\n"
    text += "bind='127.0.0.1:1'\nreuse_port=True"
    with gunicorn.serving(text, APPLICATION) as server:
        assert server.get().status == 200
        assert list(tmp_path.iterdir()) == []


def test_the_hook_that_tells_us_of_a_worker_is_still_the_configurations(
    new_home: Callable[[str], Path],
) -> None:
    new_home("home")
    text = "def post_worker_init(worker):\n    print('mine', flush=True)"
    with gunicorn.serving(text, APPLICATION) as server:
        assert "mine" in server.log()


def test_an_application_may_import_arena(new_home: Callable[[str], Path]) -> None:
    new_home("home")
    with gunicorn.serving("", "import arena.settings, django\n" + APPLICATION) as server:
        assert server.get().status == 200


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("workers = 'many'", "many"),
        ("worker_class = 'nonsense'", "nonsense"),
        ("x(", "never closed"),
        ("raise ValueError('no')", "ValueError: no"),
        ("def post_fork(server, worker):\n    raise ValueError('not me')", "not me"),
    ],
)
def test_a_configuration_that_it_refuses_is_shown_with_its_words(
    new_home: Callable[[str], Path], text: str, word: str
) -> None:
    new_home("home")
    with pytest.raises(ConfigurationRefused) as refused, gunicorn.serving(text, APPLICATION):
        pass
    assert word in "\n".join(refused.value.log)
    assert "does not start" in str(refused.value)


def test_a_hanging_worker_does_nothing_and_ends_all_the_same(
    new_home: Callable[[str], Path],
) -> None:
    new_home("home")
    with gunicorn.serving("workers = 2", APPLICATION) as server:
        hanging, other = server.workers()
        server.hang(hanging)
        assert server.get().status == 200
        server.go_on(hanging)
        server.hang(other)
        process = psutil.Process(other)
    assert register.has_ended(process)


def test_what_a_killed_process_leaves_is_ended_by_the_next_command(
    new_home: Callable[[str], Path],
) -> None:
    new_home("home")
    command = [sys.executable, "-c", KILLED]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    workers = [psutil.Process(int(pid)) for pid in process.stdout.readline().split()]
    assert all(worker.name() == "gunicorn" for worker in workers)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    register.sweep()
    assert all(map(register.has_ended, workers))
    assert not list(places.own_folder("gunicorn").glob("*"))


@pytest.mark.parametrize("name", ["ä 'b' \"c\" \\ %20?host=x;#,d = e", "long/" * 30])
def test_works_in_a_folder_with_any_name(new_home: Callable[[str], Path], name: str) -> None:
    new_home(name)
    with gunicorn.serving("", APPLICATION) as server:
        assert server.get().status == 200
    assert not Path(server.address).parent.exists()


def test_is_ready_where_it_is_installed() -> None:
    status = SERVICES["gunicorn"].status()
    assert (status.name, status.state, status.remedy) == ("gunicorn", "ready", "")
    assert int(status.version.partition(".")[0]) >= 25


def test_without_it_one_sentence_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gunicorn, "package_folder", lambda _: None)
    with pytest.raises(ServiceMissing, match="run `make learn`"):
        gunicorn.up()
    assert gunicorn.status().state == "missing"


@as_root
def test_an_ordinary_user_can_use_it(new_home: Callable[[str], Path]) -> None:
    os.chown(new_home("home"), NOBODY, NOBODY)

    def use() -> Any:
        with gunicorn.serving("workers = 2", APPLICATION) as server:
            return server.get().status

    python = Path(sys.executable).resolve()
    if all(folder.stat().st_mode & stat.S_IXOTH for folder in python.parents):
        assert as_nobody(use) == 200
    else:  # a Python in root's home, which nobody else can start
        assert isinstance(as_nobody(use), PermissionError)


def test_a_project_is_served_from_a_copy_of_its_own(
    new_home: Callable[[str], Path], tmp_path: Path
) -> None:
    new_home("home")
    (tmp_path / "pages" / "__pycache__").mkdir(parents=True)
    (tmp_path / "pages" / "__init__.py").write_text(
        "import os\n\n\ndef application(environ, start_response):\n"
        "    start_response('200 OK', [])\n"
        "    return [f\"{os.getcwd()} {os.environ['SITE']}\".encode()]\n"
    )
    (tmp_path / "conf.py").write_text("bind = '127.0.0.1:1'\nchdir = '/'\n")
    with gunicorn.serving_project(
        tmp_path, "conf.py", "pages:application", {"SITE": "ours", "PYTHONPATH": ""}
    ) as server:
        assert server.get().body.decode() == f"{server.folder} ours"
        assert not (server.folder / "pages" / "__pycache__").exists()
        assert (server.folder / "conf.py").exists()
    assert not server.folder.exists()
