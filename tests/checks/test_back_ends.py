"""Back ends do what a check says, and visitors get what comes back."""

import tempfile
import threading
import time
from pathlib import Path

from kata import owner
from kata.checks.back_ends import Reply, back_ends
from kata.checks.servers import answered
from kata.checks.visitors import Asking, until
from kata.services.unix_http import WebServer


def finish(*asked):
    for each in asked:
        each._thread.join(20)
        assert each.done()


def test_a_visitor_gets_what_the_back_end_replies():
    def reply(request):
        return Reply(201, request.method.encode() + request.body, {"X-Number": "7"})

    with back_ends(reply, {"/c": Reply(404, b"none")}) as (first, second):
        one = Asking(first.address, "/a?b=1", "POST", b"text", X_Me="bob")
        two, other = Asking(second.address, "/c"), Asking(second.address, "/c?d")
        finish(one, two, other)
        assert (one.status, one.body, one.headers["x-number"]) == (201, b"POSTtext", "7")
        assert (two.told(), other.told()) == ('404 "none"', '200 ""')
        [request] = first.requests
        assert (request.path, request.headers["x-me"]) == ("/a?b=1", "bob")


def test_requests_are_noted_with_their_connection():
    page = Reply(body=b"0123456789" * 20_000, chunked=True)
    with back_ends({"/pieces": page}) as [app]:
        connection = WebServer(0, app.address).connect()
        assert connection.get("/pieces", Host="arena").body == page.body
        connection.request("POST", "/upload", iter([b"what", b"=1"]), encode_chunked=True)
        assert connection.read().status == 200
        connection.request("HEAD", "/pieces", headers={"Connection": "close"})
        assert connection.read().headers["Connection"] == "close"
        assert WebServer(0, app.address).get("/").status == 200
        first, second, _, last = app.requests
        assert (first.method, first.connection, first.headers["host"]) == ("GET", 1, "arena")
        assert (second.path, second.body, second.connection) == ("/upload", b"what=1", 1)
        assert (last.connection, app.connections) == (2, 2)


def test_a_request_is_noted_before_its_body_is_there():
    with back_ends({}) as [app]:
        connection = WebServer(0, app.address).connect()
        connection.connect()
        connection.sock.sendall(b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\ntex")
        assert until(lambda: app.requests)
        assert app.requests[0].body is None
        connection.sock.sendall(b"t")
        assert until(lambda: app.requests[0].is_sent)
        assert app.requests[0].body == b"text"
        connection.close()


def test_requests_are_held_until_they_are_let_go():
    with back_ends({}) as [app]:
        for number in (1, 2):
            app.hold()
            clients = [WebServer(0, app.address).ask() for _ in range(2)]
            assert until(lambda number=number: len(app.requests) == 2 * number)
            assert not until(lambda clients=clients: any(map(answered, clients)))
            app.let_go()
            assert until(lambda clients=clients: all(map(answered, clients)))
            for client in clients:
                client.close()


def test_a_client_that_never_reads_does_not_keep_it():
    with back_ends({"/large": Reply(body=b"." * 5_000_000)}) as [app]:
        client = WebServer(0, app.address).ask("/large")
        assert not until(lambda: app.requests and app.requests[0].is_sent)
    client.close()


def test_a_killed_one_answers_nobody():
    with back_ends({}) as [only]:
        only.hold()
        asked = [Asking(only.address, "/") for _ in range(3)]
        assert until(lambda: len(only.requests) == 3)
        only.kill()
        finish(*asked)
        refused = Asking(only.address, "/")
        finish(refused)
        assert all(each.error and not each.status for each in (*asked, refused))
        assert len(only.requests) == 3
        assert not any(request.is_sent for request in only.requests)


def test_own_threads_with_work_to_do_count():
    over = threading.Event()

    def work():
        while not over.is_set():
            pass

    thread = threading.Thread(target=work)
    thread.start()
    begun = time.monotonic()
    assert until(lambda: time.monotonic() > begun + 1.5)  # longer than silence may last
    over.set()
    thread.join()
    assert not until(lambda: False)


def test_its_sockets_lie_where_a_killed_verdict_is_cleared_away(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")  # pytest's own may be too long for a socket
    with owner.temporary_folder() as folder:
        monkeypatch.setenv(owner.MARK, folder.name)
        with back_ends({}) as [app]:
            assert folder in Path(app.address).parents
