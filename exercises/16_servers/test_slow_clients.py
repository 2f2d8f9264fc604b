"""What checks slow_clients.py, by an nginx in front of a back end of the check."""

from contextlib import closing

from kata.checks import expect, nginx_conf, same
from kata.checks.back_ends import Reply, back_ends
from kata.checks.servers import answered
from kata.checks.visitors import until

SLOTS = 8
WISHES = "keep-alive", "close"  # of clients
SIZE = 10_000_000  # bytes
SILENT = (lambda s: s >= 60, "a client may be silent for 60", "60 seconds or more.")
TIMES = {  # which seconds of a time are right, and why
    "keepalive_timeout": (lambda s: 0 < s < 75, "gunicorn closes idle ones after 75", "less."),
    "proxy_read_timeout": (lambda s: 90 < s <= 120, "gunicorn's timeout is 90", "91 to 120."),
    **dict.fromkeys(("send_timeout", "client_body_timeout", "client_header_timeout"), SILENT),
}
TEXT = bytes(range(250)) * (SIZE // 250)
PAGES = {
    "/page": Reply(body=TEXT[:5000], headers={"Content-Type": "text/csv"}),
    "/pieces/a%2Fb//?n=1": Reply(body=TEXT[:7000], chunked=True),
}
LIST = Reply(body=TEXT[:1_000_000])
REPORTS = {
    "/report": Reply(body=TEXT),
    "/export": Reply(body=TEXT[:1_500_000], chunked=True),
    "/list": LIST,
}


def test_answer(answer, nginx):
    """gunicorn gets the same requests, and clients get the same responses.

    Tries: as before.
    """
    with back_ends(PAGES) as [app], nginx(answer.SITE, {"app.sock": app.address}) as server:
        for path in (*PAGES, "/upload?to=me"):
            body = b"what=1" if path.startswith("/upload") else b""
            headers = {"Host": "Arena.example:8000", "X-Forwarded-For": "1.2.3.4"}
            got = sent(server, path, body, headers)
            page = PAGES.get(path, Reply())
            same(got[:2], (200, page.headers.get("Content-Type")), call=f"{path}: status and type")
            expect(got[2] == page.body, f"{path}: the body is not what gunicorn has sent.")
            request = app.requests[-1]
            method = "POST" if body else "GET"
            same((request.method, request.path), (method, path), call="gunicorn gets")
            same(request.body, body, call=f"{path}: the body that gunicorn gets")
            for name, value in (("host", "arena.example"), ("x-forwarded-for", "1.2.3.4, unix:")):
                same(request.headers.get(name), value, call=f"{path}: gunicorn gets {name}")


def test_downloads(answer, nginx):
    """Eight clients that read nothing occupy no slot, and get everything later.

    Tries: downloads, served.
    """
    with back_ends(REPORTS) as [app], nginx(answer.SITE, {"app.sock": app.address}) as server:
        paths = ["/report", *["/export"] * 3, *["/list"] * (SLOTS - 4)]
        clients = [server.ask(path) for path in paths]
        until(lambda: done(app) == SLOTS, server)
        says = f"{SLOTS} clients ask for reports, and {len(app.requests)} of them reach gunicorn."
        expect(len(app.requests) == SLOTS, says, "all are served.")
        says = f"{SLOTS} clients ask for reports of up to 10 MB and read nothing: gunicorn "
        says += f"is done with {done(app)} of them, and the others occupy a slot each."
        expect(done(app) == SLOTS, says, f"gunicorn is done with all {SLOTS}.")
        got = bytearray()
        until(lambda: read(clients[-1], got) and got.endswith(LIST.body), server)
        says = f"A slow client reads at last, and gets {len(got):,} of {len(LIST.body):,} bytes."
        expect(got.endswith(LIST.body), says, "all of them.")
        for client in clients:
            client.close()


def test_uploads(answer, nginx):
    """An upload that has not ended occupies no slot.

    Tries: uploads.
    """
    with back_ends({}) as [app], nginx(answer.SITE, {"app.sock": app.address}) as server:
        client = server.connect()
        client.connect()
        head = f"POST /upload HTTP/1.1\r\nHost: arena\r\nContent-Length: {SIZE}\r\n\r\n"
        try:
            client.sock.sendall(head.encode() + TEXT[:-1])
        except OSError:  # nginx does not want it: its answer says why
            pass
        else:
            until(lambda: app.requests, server)
            says = f"A client has sent {SIZE - 1:,} of {SIZE:,} bytes, and gunicorn has "
            says += "the request: it waits for the rest."
            expect(not app.requests, says, "gunicorn gets it when it is complete.")
            client.sock.sendall(TEXT[-1:])
        until(lambda: answered(client.sock), server)
        line = answered(client.sock).partition(b"\r\n")[0].decode(errors="replace")
        says = f"An upload of 10 MB gets {line or 'no answer'}."
        expect(line.startswith("HTTP/1.1 200 "), says, "an upload of up to 10 MB is accepted.")
        says = "gunicorn gets another body than the client has sent."
        expect(app.requests[-1].body == TEXT, says, "the same.")
        client.close()


def test_reused(answer, nginx):
    """Eight connections to gunicorn stay open.

    Tries: reused.
    """
    with back_ends({}) as [app], nginx(answer.SITE, {"app.sock": app.address}) as server:
        for number in (1, 2, 3):
            app.hold()
            clients = [server.connect() for _ in range(SLOTS)]
            for client in clients:  # some close their own connections afterwards
                client.request("GET", "/", headers={"Connection": WISHES[number % 2]})
            until(lambda: len(app.requests) == number * SLOTS, server)  # noqa: B023
            app.let_go()
            until(lambda: all(answered(one.sock) for one in clients), server)  # noqa: B023
            for client in clients:
                client.close()
        says = (
            f"nginx opens {app.connections} connections to gunicorn for 3 times {SLOTS} requests."
        )
        expect(app.connections <= SLOTS, says, f"{SLOTS} connections, which stay open.")


def test_times(answer, nginx):
    """The time-outs of nginx fit those of gunicorn, and slow clients.

    Tries: idle, patience, served.
    """
    with nginx(answer.SITE, {}):
        pass
    for name, (holds, why, allowed) in TIMES.items():
        where = "server" if name == "keepalive_timeout" else "proxy_pass"
        for place, value in nginx_conf.in_force(answer.SITE, name, "60s", where=where).items():
            if where == "server" and place == "server":  # there it is about clients
                continue
            says = f"{place}: {name} is {value:g} seconds, and {why}."
            expect(holds(value), says, allowed)


def sent(server, path, body, headers):
    """Status, type and body of a response."""
    with closing(server.connect()) as client:
        client.request("POST" if body else "GET", path, body or None, headers)
        response = client.read()
    return response.status, response.headers["Content-Type"], response.body


def done(app):
    """How many responses have left the back end."""
    return sum(request.is_sent for request in app.requests)


def read(client, got):
    """Add what a client can read now, and return how many bytes it has."""
    client.setblocking(False)
    try:
        while piece := client.recv(1 << 20):
            got += piece
    except OSError:  # nothing more for now
        pass
    return len(got)
