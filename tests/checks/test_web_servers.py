"""Requests that are inside an application for certain, and servers that have come to rest."""

import pytest

from kata.checks import CheckFailed, servers


@pytest.fixture(autouse=True)
def own_home(monkeypatch, tmp_path):
    monkeypatch.setenv("KATA_HOME", str(tmp_path))


def test_requests_are_inside_until_they_are_let_go(gunicorn):
    with (
        servers.Inside() as inside,
        gunicorn("threads = 2", inside.application) as server,
    ):
        asked = [server.ask(f"/{number}") for number in range(3)]
        assert not servers.until(lambda: len(inside.visits()) == 3, server)
        assert sorted(visit.path for visit in inside.visits()) == ["/0", "/1"]
        assert {visit.pid for visit in inside.visits()} == set(server.workers())
        assert not any(map(servers.answered, asked))
        inside.let_go()
        assert servers.until(lambda: len(inside.visits()) == 1, server)
        inside.let_go()
        assert servers.until(lambda: all(map(servers.answered, asked)), server)
        assert servers.answered(asked[0]).startswith(b"HTTP/1.1 200 OK")
        for connection in asked:
            connection.close()
        assert server.get("/free").status == 200


def test_a_worker_that_hangs_is_at_rest(gunicorn):
    with (
        servers.Inside() as inside,
        gunicorn("workers = 1", inside.application) as server,
    ):
        [worker] = server.workers()
        server.hang(worker)
        connection = server.ask("/free")
        assert not servers.until(lambda: servers.answered(connection), server)
        server.go_on(worker)
        assert servers.until(lambda: servers.answered(connection), server)
        connection.close()


def test_what_a_server_refuses_is_a_failure_with_its_words(gunicorn, nginx):
    for start in (
        lambda: gunicorn("workers = 'x'", ""),
        lambda: nginx("nonsense;", {}),
    ):
        with pytest.raises(CheckFailed) as failed, start():
            pass
        assert failed.value.failure.details
    with pytest.raises(CheckFailed, match="The configuration is None"):
        nginx(None, {}).__enter__()
