"""A back end of the check's own: what it notes, and that it ends with what still waits for it."""

import hashlib

from kata.checks.back_end import BackEnd, Page
from kata.checks.servers import answered, until
from kata.services.unix_http import WebServer


def test_requests_are_noted_with_their_connection_and_body():
    with BackEnd({"/pieces": Page(100_000, chunked=True)}) as app:
        connection = WebServer(0, app.address).connect()
        assert connection.get("/pieces", Host="arena").body == Page(100_000).content()
        connection.request("POST", "/upload", b"what=1")
        assert connection.read().status == 200
        connection.close()
        first, second = app.requests
        assert (first.line, first.connection, first.headers["host"]) == ("GET /pieces", 1, "arena")
        assert (second.line, second.connection) == ("POST /upload", 1)
        assert second.body == (hashlib.sha256(b"what=1").hexdigest(), 6)
        assert app.connections == 1


def test_a_request_waits_until_it_is_let_go():
    with BackEnd() as app:
        clients = [WebServer(0, app.address).ask("/wait") for _ in range(2)]
        assert until(lambda: len(app.requests) == 2, app)
        assert not until(lambda: any(map(answered, clients)), app)
        app.let_go()
        assert until(lambda: all(map(answered, clients)), app)
        for client in clients:
            client.close()


def test_a_client_that_never_reads_does_not_keep_it():
    with BackEnd({"/large": Page(5_000_000)}) as app:
        client = WebServer(0, app.address).ask("/large")
        assert not until(lambda: app.requests and app.requests[0].is_sent, app)
    client.close()
