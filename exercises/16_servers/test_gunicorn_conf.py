"""What checks gunicorn_conf.py, by a gunicorn that runs with it."""

from kata.checks import expect, plural, servers

REQUESTS, WORKERS = 40, 4
HANGS = range(30, 61)  # seconds
NGINX = 60  # seconds for which nginx keeps an idle connection
RENEWED, SPREAD = (1000, 2000), 500  # requests
MACHINE = """
import os
os.cpu_count = lambda: {0}
os.environ["WEB_CONCURRENCY"] = "{0}"  # some platforms set it
exec(compile({1!r}, "gunicorn.conf.py", "exec"))
"""


def test_slots(answer, gunicorn):
    """Forty requests at the same time, in at most four workers.

    Tries: slots, memory.
    """
    with servers.Inside() as inside, gunicorn(text(answer, 64), inside.application) as server:
        workers = server.workers()
        others = workers[1:]
        expect(
            len(workers) <= WORKERS,
            f"gunicorn starts {len(workers)} workers, and each has the whole site in its memory.",
            f"at most {WORKERS}.",
        )
        # The first worker may accept whatever it wants to; then come the others.
        for worker in others:
            server.hang(worker)
        asked = [server.ask() for _ in range(REQUESTS)]
        servers.until(lambda: len(inside.visits()) == REQUESTS, server)
        for worker in others:
            server.go_on(worker)
        if not servers.until(lambda: len(inside.visits()) == REQUESTS, server):
            refuse(workers, [visit.pid for visit in inside.visits()])
        inside.let_go()
        servers.until(lambda: all(map(servers.answered, asked)), server)
        well = sum(
            servers.answered(connection).startswith(b"HTTP/1.1 200 ") for connection in asked
        )
        expect(well == REQUESTS, f"{well} of {REQUESTS} requests are answered.", "all of them.")
        for connection in asked:
            connection.close()


def test_spare(answer, gunicorn):
    """A worker that hangs is not the only one, and is replaced.

    Tries: spare, hanging.
    """
    with servers.Inside() as inside, gunicorn(text(answer, 1), inside.application) as server:
        server.hang(server.workers()[0])
        connection = server.ask("/free")
        expect(
            servers.until(lambda: servers.answered(connection), server),
            f"One of {plural(len(server.workers()), 'worker')} hangs, and gunicorn answers nobody.",
            "another worker answers.",
        )
        connection.close()
        seconds = server.settings["timeout"]
        expect(
            seconds in HANGS,
            f"timeout is {seconds}: gunicorn replaces a worker that hangs after {seconds} seconds."
            if seconds
            else "timeout is 0: gunicorn never replaces a worker that hangs.",
            f"after {HANGS[0]} to {HANGS[-1]} seconds.",
        )


def test_kept(answer, gunicorn):
    """An idle connection stays open longer than nginx needs it.

    Tries: kept.
    """
    with servers.Inside() as inside, gunicorn(text(answer), inside.application) as server:
        connection = server.connect()
        connection.get("/free")
        seconds, kind = server.settings["keepalive"], server.settings["worker"]
        allowed = f"it stays open for more than {NGINX} seconds without a request."
        expect(
            connection.sock,
            "gunicorn closes the connection after a response. "
            f"Its workers are of the class {kind}, and keepalive is {seconds}.",
            allowed,
        )
        connection.close()
        expect(
            seconds > NGINX,
            f"keepalive is {seconds}: gunicorn closes an idle connection after {seconds} seconds, "
            "and nginx may be about to send a request on it.",
            allowed,
        )
        for worker in server.workers()[1:]:
            server.hang(worker)
        connections = [server.connect() for _ in range(REQUESTS)]
        for connection in connections:
            connection.get("/free")
        closed = sum(not connection.sock for connection in connections)
        says = f"One worker has {REQUESTS} idle connections, and closes {closed} of them."
        expect(not closed, says, allowed)
        for connection in connections:
            connection.close()


def test_renewed(answer, gunicorn):
    """Workers are replaced, and not all at the same request.

    Tries: renewed.
    """
    with servers.Inside() as inside, gunicorn(text(answer), inside.application) as server:
        least, jitter = (server.settings[f"max_requests{end}"] for end in ("", "_jitter"))
        allowed = "after {:,} to {:,} requests, ".format(*RENEWED)
        allowed += f"at a random number from a range of at least {SPREAD}."
        expect(least, "max_requests is 0: a worker is never replaced.", allowed)
        expect(
            RENEWED[0] <= least and least + jitter <= RENEWED[1] and jitter >= SPREAD,
            f"A worker is replaced after {least:,} to {least + jitter:,} requests.",
            allowed,
        )


def text(answer, processors=4):
    """The answer's file, which is the configuration, on a machine with so many processors."""
    return MACHINE.format(processors, answer._path.read_text(encoding="utf-8"))


def refuse(workers, inside):
    """Fail with how many requests each worker runs."""
    runs = [inside.count(worker) for worker in workers]
    waiting = REQUESTS - len(inside)
    why = "The others wait until one of them is answered."
    if min(runs) < max(runs):
        why = "The others wait for a worker that has accepted them, while other workers are idle."
    expect(
        not waiting,
        f"{len(inside)} of {REQUESTS} requests are inside. {why}",
        f"all {REQUESTS}, whichever worker is the first to accept connections.",
        [f"worker {n} runs {plural(number, 'request')}" for n, number in enumerate(runs, 1)],
    )
