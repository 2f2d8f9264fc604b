"""The object storage starts whatever it meets, and every check has a bucket of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from kata import owner
from kata.services import SERVICES, ServiceMissing, ServiceProblem, register, s3
from tests.services.test_postgres import NOBODY, as_nobody, as_root

PROJECT = Path(s3.__file__).resolve().parents[2]
KILLED = """
import time
from kata.services import s3
with s3.bucket() as (server, name):
    server.client().put_object(Bucket=name, Key="a", Body=b"left")
    print(name, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def installed() -> None:
    try:
        s3.SERVER.installed()
    except ServiceMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def home(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home for all tests here: a start takes seconds."""
    found = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KATA_HOME", str(found))
        yield found
        s3.down()


def the_process(home: Path) -> psutil.Process:
    folder = home.resolve() / "s3"
    [process] = register.processes(s3.PROGRAM, lambda other: other == folder)
    return process


def buckets(server: s3.Server) -> list[str]:
    return [each["Name"] for each in server.client().list_buckets().get("Buckets", [])]


def test_importing_costs_little() -> None:
    code = "import sys; from kata.services import s3; s3.status(); print('boto3' in sys.modules)"
    command = [sys.executable, "-c", code]
    assert subprocess.check_output(command, cwd=PROJECT, text=True) == "False\n"


def test_starts_once_and_is_found_when_warm(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = s3.up()
    monkeypatch.setattr(subprocess, "Popen", None)
    assert s3.up() == server
    status = SERVICES["s3"].status()
    assert (status.name, status.state, status.version) == ("s3", "running", s3.SERVER.version())


def test_listens_on_loopback_only(home: Path) -> None:
    server = s3.up()
    listening = {
        each.laddr
        for each in the_process(home).net_connections("inet")
        if each.status == psutil.CONN_LISTEN
    }
    assert {address.ip for address in listening} == {s3.HOST}
    assert {address.port for address in listening} == set(server.ports)


def test_each_check_has_a_private_bucket_that_goes_with_it(home: Path) -> None:
    with s3.bucket() as (server, one), s3.bucket() as (_, other):
        server.client().put_object(Bucket=one, Key="a", Body=b"1")
        assert server.client().list_objects_v2(Bucket=other)["KeyCount"] == 0
        assert {one, other} <= set(buckets(server))
    assert buckets(server) == []


def test_the_bucket_of_a_killed_check_goes_with_the_next(home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    left = process.stdout.readline().strip()
    process.kill()
    process.communicate()
    assert owner.is_abandoned(left.replace("-", "_"))
    with s3.bucket() as (server, name):
        assert buckets(server) == [name]


def test_starts_again_when_it_was_killed_and_another_has_its_port(home: Path) -> None:
    server = s3.up()
    the_process(home).send_signal(signal.SIGKILL)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        psutil.wait_procs([p for p in psutil.process_iter() if p.name() == s3.PROGRAM], 0.5)
        other.bind((s3.HOST, server.ports[-2]))
        other.listen()
        other.settimeout(0.1)
        new = s3.up()
    assert new.url != server.url
    assert not [
        port for port in server.ports if list(Path("/tmp").glob(f"seaweedfs-*-{port}.sock"))
    ]


def test_ends_with_its_home_and_its_sockets_with_the_next_start(
    installed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "ä b"
    monkeypatch.setenv("KATA_HOME", str(home))
    server = s3.up()
    process = the_process(home)
    shutil.rmtree(home)
    register.sweep()
    assert register.has_ended(process)
    left = [file for port in server.ports for file in Path("/tmp").glob(f"seaweedfs-*-{port}.sock")]
    for file in left:
        os.utime(file, (0, 0))
    s3.SERVER.stop(home / "s3")
    assert left
    assert not any(file.exists() for file in left)


@as_root
def test_works_as_an_ordinary_user(installed: None, new_home: Callable[[str], Path]) -> None:
    home = new_home("home")
    os.chown(home, NOBODY, NOBODY)

    def use() -> str:
        s3.up()
        state = s3.status().state
        s3.down()
        return f"{state}, {s3.status().state}"

    assert as_nobody(use) == "running, stopped"


def test_without_the_wheel_it_is_missing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KATA_HOME", str(tmp_path))
    monkeypatch.setattr(s3, "WHEEL", "no-such-wheel")
    with pytest.raises(ServiceMissing, match="run `kata install s3`"):
        s3.up()
    assert "kata install s3" in s3.status().remedy


def test_a_start_that_fails_is_one_sentence(
    installed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KATA_HOME", str(tmp_path))
    monkeypatch.setattr(s3, "SETTINGS", ("-nonsense",))
    monkeypatch.setattr(s3.S3, "start_limit", 1)
    with pytest.raises(ServiceProblem, match="read "):
        s3.up()
    assert json.loads((tmp_path / "s3" / s3.ADDRESS).read_text())["ports"]
    assert os.environ["KATA_HOME"] == str(tmp_path)
