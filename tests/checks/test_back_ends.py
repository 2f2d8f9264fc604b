"""Back ends do what a check says, and visitors get what comes back."""

import threading
import time

from kata.checks.back_ends import Asking, Reply, back_ends, until


def finish(*asked):
    for each in asked:
        each._thread.join(20)
        assert each.done()


def test_a_visitor_gets_what_the_back_end_replies():
    def reply(number, request):
        return Reply(201, request.method.encode() + request.body, {"X-Number": str(number)})

    with back_ends(2, reply) as (first, second):
        one = Asking(first.address, "/a?b=1", "POST", b"text", X_Me="bob")
        two = Asking(second.address, "/c")
        finish(one, two)
        assert (one.status, one.body, one.headers["x-number"]) == (201, b"POSTtext", "0")
        assert (two.status, two.body, two.headers["x-number"]) == (201, b"GET", "1")
        [request] = first.received
        assert (request.path, request.headers["x-me"]) == ("/a?b=1", "bob")


def test_a_killed_one_answers_nobody_until_it_starts_again():
    inside, free = threading.Semaphore(0), threading.Event()

    def reply(number, request):
        inside.release()
        free.wait(20)
        return Reply(body=b"late")

    with back_ends(1, reply) as [only]:
        asked = [Asking(only.address, "/") for _ in range(3)]
        for _ in asked:
            assert inside.acquire(timeout=20)
        only.kill()
        refused = Asking(only.address, "/")
        finish(*asked, refused)
        free.set()
        assert only.lost == 3
        assert all(each.error and not each.status for each in (*asked, refused))
        only.start()
        again = Asking(only.address, "/")
        finish(again)
        assert (again.status, again.body) == (200, b"late")
        assert again.told() == "200, b'late'"


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
