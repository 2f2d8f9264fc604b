"""Each check has an nginx of its own, in front of back ends that it is given."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from kata.services import SERVICES, ServiceMissing, gunicorn, nginx, places, register
from kata.services.base import ConfigurationRefused
from kata.services.family import Family
from tests.services.test_gunicorn import APPLICATION
from tests.services.test_postgres import NOBODY, as_nobody, as_root

PROJECT = Path(nginx.__file__).resolve().parents[2]
SITE = """
upstream app { server unix:app.sock; }
server {
    listen unix:nginx.sock;
    location / { proxy_pass http://app; }
    location /alone { return 200 "alone"; }
}
"""
KILLED = f"""
import time
from kata.services import nginx
with nginx.serving({SITE!r}, {{}}) as server:
    print(server.pid, *server.workers(), flush=True)
    time.sleep(60)
"""


@contextmanager
def site(text: str = SITE) -> Iterator[nginx.Nginx]:
    with (
        gunicorn.serving("", APPLICATION) as app,
        nginx.serving(text, {"app.sock": app.address}) as server,
    ):
        yield server


def test_importing_costs_little() -> None:
    code = (
        "import sys; from kata.services import nginx as n; n.up(); print('psutil' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    assert subprocess.check_output(command, cwd=PROJECT, text=True) == "False\n"


def test_stands_in_front_of_a_back_end(new_home: Callable[[str], Path]) -> None:
    new_home("home")
    with site() as server:
        response = server.get("/")
        assert (response.status, response.body) == (200, b"ok")
        assert response.headers["Server"].startswith("nginx")
        assert server.get("/alone").body == b"alone"
        assert len(server.workers()) == 1
        assert server.log() == []
    assert not Family(server.pid).processes()
    assert not list(places.own_folder("nginx").iterdir())


def test_a_back_end_that_is_not_there_is_in_its_log(new_home: Callable[[str], Path]) -> None:
    new_home("home")
    with nginx.serving(SITE, {}) as server:
        assert server.get().status == 502
        [line] = server.log()
        assert line.startswith("[crit] connect() to unix:app.sock failed (2: No such file")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("nonsense on;", 'unknown directive "nonsense" in site.conf:1'),
        ("server {", "site.conf"),
        ("\n\nproxy_buffering perhaps;", "site.conf:3"),
    ],
)
def test_a_configuration_that_it_refuses_is_shown_with_its_words(
    new_home: Callable[[str], Path], text: str, word: str
) -> None:
    new_home("home")
    with pytest.raises(ConfigurationRefused, match="not start") as refused, site(text):
        pass
    assert refused.value.log[0].startswith("[emerg] ")
    assert word in refused.value.log[0]


def test_one_that_listens_elsewhere_is_said_to_run(new_home: Callable[[str], Path]) -> None:
    new_home("home")
    with (
        pytest.raises(ConfigurationRefused, match="runs with this configuration"),
        site("server { listen unix:other.sock; }"),
    ):
        pass


def test_what_a_killed_process_leaves_is_ended_by_the_next_command(
    new_home: Callable[[str], Path],
) -> None:
    new_home("home")
    command = [sys.executable, "-c", KILLED]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    family = [psutil.Process(int(pid)) for pid in process.stdout.readline().split()]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    register.sweep()
    assert all(map(register.has_ended, family))
    assert not list(places.own_folder("nginx").glob("*"))


@pytest.mark.parametrize("name", ["ä 'b' \"c\" \\ %20?host=x;#,d = e", "long/" * 30])
def test_works_in_a_folder_with_any_name(new_home: Callable[[str], Path], name: str) -> None:
    new_home(name)
    with site() as server:
        assert server.get().status == 200
    assert not Path(server.address).exists()


def test_is_ready_where_it_is_installed() -> None:
    status = SERVICES["nginx"].status()
    assert (status.name, status.state, status.remedy) == ("nginx", "ready", "")
    assert status.version.startswith("1.")


def test_without_it_one_sentence_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nginx, "package_folder", lambda _: None)
    with pytest.raises(ServiceMissing, match="run `make learn`"):
        nginx.up()
    assert nginx.status().state == "missing"


@as_root
def test_an_ordinary_user_can_use_it(new_home: Callable[[str], Path]) -> None:
    os.chown(new_home("home"), NOBODY, NOBODY)

    def use() -> Any:
        with nginx.serving(SITE, {}) as server:
            return server.get("/alone").status

    assert as_nobody(use) == 200
