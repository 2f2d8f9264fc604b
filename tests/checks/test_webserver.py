import pytest
from django.db import connection, connections

from arena.accounts.models import User
from kata.checks import webserver
from kata.checks.findings import CheckFailed
from kata.checks.webserver import WebServer, later, refuse_lost, results

KEPT = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def databases(**more):
    return {"default": {**connections["default"].settings_dict, **more}}


def backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def used(server):
    return set(results(server.requests(backend)))


def test_a_connection_lives_as_long_as_a_request_unless_the_settings_say_more(world):
    with WebServer(databases(CONN_MAX_AGE=0), threads=3) as server:
        for _ in range(2):
            server.requests(backend)
        assert webserver.wait_for(lambda: not server.open())
    assert server.sessions == 6
    with WebServer(databases(**KEPT), threads=3) as server:
        first, second = ([outcome.result for outcome in server.requests(backend)] for _ in range(2))
        assert set(first) == set(second) == server.open()
    assert server.sessions == 3


def test_the_check_keeps_its_own_connection_and_settings(world):
    before, usual = backend(), connections.settings
    with WebServer(databases(**KEPT), threads=2) as server:
        server.requests(User.objects.count)
        assert backend() == before
        assert before not in server.open()
    assert connections.settings is usual


def test_an_error_belongs_to_its_request(world):
    with WebServer(databases(), threads=2) as server:
        outcomes = server.requests(lambda: 1 / 0)
        assert [type(outcome.error) for outcome in outcomes] == [ZeroDivisionError] * 2
        with pytest.raises(CheckFailed, match="A request failed: ZeroDivisionError: division by"):
            results(outcomes)
        assert results(server.requests(User.objects.count)) == [0, 0]


def test_a_connection_that_is_ended_is_gone_when_it_returns(world):
    with WebServer(databases(CONN_MAX_AGE=60), threads=2) as server:
        server.requests(backend)
        server.end(min(server.open()))
        failed = [outcome.error for outcome in server.requests(backend) if outcome.error]
        assert len(failed) == 1


def test_later_is_later_for_connections_of_threads_and_of_pools(world):
    options = {**connections["default"].settings_dict["OPTIONS"], "pool": {"min_size": 2}}
    for settings in (databases(**KEPT), databases(OPTIONS=options)):
        with WebServer(settings, threads=2) as server:
            old = used(server)
            with later(30):
                assert old & used(server)
            with later(4000):
                used(server)  # a pool looks at the age when it gets a connection back
                assert not old & used(server)


def test_a_request_that_is_not_answered_is_found(world):
    with (
        pytest.raises(CheckFailed, match="1 of 2 requests are not answered"),
        WebServer(databases(), threads=2, timeout=0.3) as server,
    ):
        turns = iter([0, 1])
        server.requests(lambda: connection.cursor().execute(f"SELECT pg_sleep({next(turns)})"))


def test_a_connection_that_is_left_open_is_found(world, monkeypatch):
    monkeypatch.setattr(webserver, "PATIENCE", 0.3)
    left = []

    def leak():
        own = connection.copy()
        own.ensure_connection()
        own.inc_thread_sharing()
        left.append(own)

    with (
        pytest.raises(CheckFailed, match="1 connection to the database still open"),
        WebServer(databases(), threads=1) as server,
    ):
        server.requests(leak)
    left[0].close()


def test_a_failed_request_names_the_settings(world):
    wrong = databases(CONN_MAX_AGE="600")
    with WebServer(wrong, threads=1) as server, pytest.raises(CheckFailed) as failed:
        results(server.requests(backend))
    assert "CONN_MAX_AGE = '600'" in failed.value.failure.details


def test_what_an_entry_says_must_stay():
    class Answer:
        def __init__(self, **changes):
            self.changes = changes

        def databases(self, server):
            return {"default": {**server, **self.changes}}

    entry = {"NAME": "arena", "OPTIONS": {}}
    refuse_lost(Answer(CONN_MAX_AGE=60), entry)
    for changes, says in (
        ({"NAME": "other"}, "The entry says 'NAME' is 'arena_0', and yours says 'other'."),
        ({"OPTIONS": {}}, "The entry says 'application_name' of OPTIONS is 'arena_0'"),
        ({"ATOMIC_REQUESTS": False}, "The entry says 'ATOMIC_REQUESTS' is True"),
    ):
        with pytest.raises(CheckFailed, match=says):
            refuse_lost(Answer(**changes), entry)
