"""Which threads an answer has left behind."""

import asyncio
import socket
import threading

from asgiref.sync import ThreadSensitiveContext, sync_to_async

from kata.sandbox import leftovers
from kata.services.relay import Relay


def test_the_thread_that_ends_a_requests_own_is_not_the_answers(monkeypatch):
    made = []
    monkeypatch.setattr(threading.Thread, "start", spy(made, threading.Thread.start))

    async def request():
        async with ThreadSensitiveContext():
            await sync_to_async(len)("")

    asyncio.run(request())
    assert ("join", True) in made


def test_a_relays_threads_are_not_the_answers(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(threading.Thread, "start", spy(made, threading.Thread.start))
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "server"))
    server.listen()
    with server, Relay(str(tmp_path / "server")) as relay:
        client = socket.create_connection(("127.0.0.1", relay.port))
        server.accept()[0].close()
        client.recv(1)
        client.close()
    assert made.count(("forward", True)) == 2


def spy(made, usual):
    """Return a ``start()`` that notes the target of a thread, and whether it is foreign."""

    def start(thread):
        made.append((getattr(thread._target, "__name__", ""), leftovers._is_foreign(thread)))
        usual(thread)

    return start


def test_a_thread_of_the_answers_is():
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    assert not leftovers._is_foreign(thread)
    over.set()
    thread.join()
    assert leftovers._is_foreign(thread)  # it has ended, and may still be in a list
