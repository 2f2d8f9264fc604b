"""A forked server: requests that are inside stay there, and how the process ends is known."""

import os
import signal
import sys
import threading
import time

import pytest
from django.http import HttpResponse

from kata.checks import CheckFailed
from kata.checks.forked_server import ForkedServer


def serve(server, ends=None):
    """Serve until SIGTERM, or not even so long."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ends))
    server.serve_forever(poll_interval=0.01)


def pid(request):
    return HttpResponse(status=200 if os.getpid() != PARENT else 500)


def broken(request):
    os._exit(9)


PARENT = os.getpid()


def test_requests_wait_until_they_may_go(world):
    with ForkedServer(serve, {"pid/": pid}) as process:
        began, stream = process.begin("/work/"), process.begin("/stream/")
        assert [process.get(path) for path in ("/quick/", "/pid/", "/no/")] == ["200", "200", "404"]
        assert process._reply(began, 5) == ""
        assert process._reply(stream, 5).endswith("\r\n\r\nstreamed")
        process.finish(process.go, began)
        process.go_on.release()
        assert process._reply(stream, 5) == "."
        assert process.accepts()
        assert process.exitcode is None
    assert not process.accepts()


@pytest.mark.parametrize(("ends", "status"), [(None, 0), (3, 3), ("words", 1)])
def test_the_status_is_that_of_the_process(world, ends, status):
    with ForkedServer(serve, {}, ends) as process:
        process.terminate()
        assert process.ended() == status
        assert process.get("/quick/") == "no connection"


def test_a_process_that_ends_cuts_off_its_requests(world):
    with ForkedServer(serve, {"broken/": broken}) as process:
        began = process.begin("/work/")
        assert process.get("/broken/") == "no answer"
        assert process.ended() == 9
        with pytest.raises(CheckFailed, match="began before the end gets 'no answer'"):
            process.finish(process.go, began)


def test_a_thread_that_is_no_daemon_is_waited_for(world):
    def run(server):
        threading.Thread(target=time.sleep, args=[0.3]).start()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        server.serve_forever(poll_interval=0.01)

    with ForkedServer(run, {}) as process:
        process.terminate()
        assert process.ended() == 0


def test_what_does_not_serve_is_refused_and_ended(world):
    process = ForkedServer(lambda server: server.socket.close(), {})
    with pytest.raises(CheckFailed, match=r"run\(\) doesn't serve requests"), process:
        pass
    assert process.exitcode is not None


def test_a_process_rests_or_does_not(world):
    def run(server):
        while True:
            pass

    process = ForkedServer(run, {})
    process.start()
    assert not any(process.is_idle() for _ in range(20))
    process.__exit__()
    with ForkedServer(serve, {}) as process:
        process.settle()
        assert process.is_idle()
        visit = process.begin("/stream/")
        process.leave(visit)
        assert not process.until(lambda: False, 3)
