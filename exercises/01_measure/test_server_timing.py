"""What checks server_timing.py.

No verdict depends on how fast this machine is. A limit below zero is too low for everything, a
minute is enough for everything here, and what has to be over 100 ms sleeps for 150.
"""

import logging
import re
import sys
import threading
import time
from contextlib import contextmanager, suppress
from itertools import islice

import pytest
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from kata.checks import at_most_queries, concurrently, expect
from kata.checks.logs import logged
from kata.checks.queries import self_test
from kata.checks.slow import slow_statement
from kata.checks.undo import undone
from kata.verdict import ledger

NONE, LIMIT, MINUTE = -1, 100, 60_000
FORM = re.compile(
    r'db;dur=(?P<db>\d+\.\d);desc="(?P<queries>\d+) quer(y|ies)", total;dur=(?P<total>\d+\.\d)'
)


def test_answer(answer):
    """With DEBUG on, every response has the header"""
    with site(answer, DEBUG=True) as visitor:
        for number in (0, 1, 7, 2):
            header_of(visitor.get(f"/ask/{number}/"), queries=number)
        header_of(visitor.head("/ask/3/"), queries=3)
        header_of(visitor.get("/missing/"), queries=0)
        header_of(visitor.get("/not-modified/"), queries=1)
        header_of(visitor.get("/failing/"), queries=1)


def test_production(answer):
    """With DEBUG off, it tells the truth"""
    with site(answer) as visitor:
        for number in (1, 0, 30):  # 30 is more than connection.queries remembers here
            header_of(visitor.get(f"/ask/{number}/"), queries=number)
        header_of(visitor.get("/awkward/"), queries=3)
        header_of(visitor.get("/failing/"), queries=1)
        for url, queries, slept in [("/sleep/", 1, 135), ("/idle/", 0, 0)]:
            start = time.perf_counter()
            db, total = header_of(visitor.get(url), queries)
            passed = 1000 * (time.perf_counter() - start)
            expect(
                slept <= db <= total + 0.2 <= passed + 5 and total >= 135,
                f"The header of {url} tells of {db} ms in the database and {total} ms in total.",
                f"at least 150 ms and at most the {passed:,.0f} ms that passed.",
                about(url),
            )


def test_connections(answer):
    """Counts on every connection"""
    with site(answer) as visitor:
        for _ in range(2):  # the first request is the one that opens the replica's connection
            header_of(visitor.get("/replica/"), queries=3)
        connections.close_all()
        header_of(visitor.get("/replica/"), queries=3)


def test_slow(answer):
    """Logs what is slow, and nothing else"""
    logs(answer, ["/sleep/", "/ask/3/", "/failing/"], right=[])
    logs(answer, ["/ask/3/", "/ask/0/", "/failing/"], response_ms=NONE, right=[3, 0, 1])
    logs(answer, ["/idle/"], response_ms=LIMIT, right=[0])
    logs(answer, ["/sleep/?more=19", "/idle/"], query_ms=LIMIT, right=[20])
    for _ in range(20):
        taken.clear()
        records = visits(answer, ["/four-naps/"], query_ms=2 * LIMIT)
        if max(taken) < 2 * LIMIT:  # else the machine was too busy for this to say anything
            check_records(records, [], ["/four-naps/"], "with query_ms = 200")
            break


def test_streams(answer):
    """Counts a streaming response to its end"""
    ends = {"/stream/": (None, 5), "/stream/?fails=1": (None, 5), "/stream/?left": (1, 3)}
    for url, (chunks, queries) in ends.items():
        with site(answer, response_ms=NONE), logged("arena.slow_responses") as records:
            response = answer.ServerTiming(stream)(RequestFactory().get(url))
            expect(response.streaming, "A streaming response is one no more.")
            expect(len(sent) < 2, "The content was made before it could be sent.")
            header_of(response, queries=2, of=url)
            check_records(records, [], [url], "before it was sent")
            got, error = deliver(response, chunks)
            expect(got == sent, f"{sent} was to be sent, and {got} arrived.")
            expect(error or "fails" not in url, "An error while streaming is swallowed.")
        check_records(records, [queries], [url], "when it had ended")


def test_together(answer):
    """Keeps two requests apart that are served at once"""
    if sys.platform == "emscripten":
        ledger.note("There are no threads here, so two requests at once were not tried.")
        return
    meeting = threading.Barrier(2)

    def view(request):
        meeting.wait(20)
        ask(request, 1)
        meeting.wait(20)
        response = ask(request, int(request.GET["more"]))
        meeting.wait(20)
        return response

    with site(answer):
        middleware = answer.ServerTiming(view)

        def call(number):
            return middleware(RequestFactory().get(f"/?more={3 * number}"))

        for number, outcome in enumerate(concurrently(call, threads=2)):
            expect(outcome.error is None, f"One of two requests at once: {outcome.error!r}.")
            header_of(outcome.result, queries=1 + 3 * number, of="one of two requests at once")


def test_afterwards(answer):
    """Leaves nothing on the connections, and sends no query of its own"""

    def everything():
        for url in ("/ask/1/", "/failing/", "/missing/"):
            visitor.get(url)
        middleware = answer.ServerTiming(stream)
        for url, chunks in [("/", None), ("/?fails=1", None), ("/", 1), ("/", 0)]:
            deliver(middleware(RequestFactory().get(url)), chunks)
        try:
            answer.ServerTiming(failing)(RequestFactory().get("/"))
        except RuntimeError:
            return
        expect(False, "An exception that reaches the middleware does not pass through it.")

    with site(answer) as visitor:
        at_most_queries(lambda: visitor.get("/ask/5/"), 5, "the five of the view")
        _, before, after = [(everything(), wrappers())[1] for _ in range(3)]
        more = f"After 8 more requests there are {after - before} more execute_wrappers."
        expect(after <= before, more, "none.")


# What the answer has to do with.


@pytest.fixture(autouse=True)
def databases():
    """Two databases, and a connection.queries that remembers 20 queries instead of 9,000."""
    self_test()
    with undone():
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        BaseDatabaseWrapper.queries_limit = 20
        connections.close_all()
        del connections["default"]
        connections.settings["replica"] = dict(connections["default"].settings_dict)
        yield


@contextmanager
def site(answer, response_ms=MINUTE, query_ms=MINUTE, DEBUG=False):
    """Yield a visitor of a site that has the answer as its middleware."""
    answer.ServerTiming.response_ms, answer.ServerTiming.query_ms = response_ms, query_ms
    middleware = [f"{answer.ServerTiming.__module__}.ServerTiming"]
    with override_settings(DEBUG=DEBUG, ROOT_URLCONF=__name__, MIDDLEWARE=middleware):
        yield Client(raise_request_exception=False)


def ask(request, number, alias="default"):
    """sends so many queries; here connection.queries remembers 20"""
    with connections[alias].cursor() as cursor:
        for _ in range(number):
            cursor.execute("SELECT 1")
    return HttpResponse("asked")


def awkward(request):
    """sends a query that fails, an executemany() and a query"""
    with connections["default"].cursor() as cursor:
        with suppress(DatabaseError):
            cursor.execute("SELECT no_such_column")
        cursor.executemany("DELETE FROM discuss_tag WHERE name = %s", [["a"], ["b"], ["c"]])
        return HttpResponse(cursor.execute("SELECT 42").fetchone())


def failing(request):
    """sends one query and raises an exception"""
    ask(request, 1)
    raise RuntimeError


def four_naps(request):
    """sends four queries of 60 ms each"""
    for _ in range(4):
        start = time.perf_counter()
        slow_statement(0.06)
        taken.append(1000 * (time.perf_counter() - start))
    return HttpResponse()


def idle(request):
    """sleeps for 150 ms and sends no query"""
    time.sleep(0.15)
    return HttpResponse()


def not_modified(request):
    """sends one query and answers 304"""
    ask(request, 1)
    return HttpResponseNotModified()


def replica(request):
    """sends two queries to the replica and one to default"""
    ask(request, 2, "replica")
    return ask(request, 1)


def sleep(request):
    """sends a query of 150 ms, then as many fast ones as "more" says"""
    slow_statement(0.15)
    return ask(request, int(request.GET.get("more", 0)))


def stream(request):
    """sends 2 queries, then 1 for each of 3 chunks; may end early"""

    def chunks():
        for chunk in (b"one", b"two", b"three"):
            ask(request, 1)
            if chunk == b"three" and "fails" in request.GET:
                raise RuntimeError
            sent.append(chunk)
            yield chunk

    sent.clear()
    ask(request, 2)
    return StreamingHttpResponse(chunks())


sent, taken = [], []
urlpatterns = [
    path("ask/<int:number>/", ask),
    path("awkward/", awkward),
    path("failing/", failing),
    path("four-naps/", four_naps),
    path("idle/", idle),
    path("not-modified/", not_modified),
    path("replica/", replica),
    path("sleep/", sleep),
    path("stream/", stream),
]


# What is expected of it.


def header_of(response, queries, of=""):
    """Return the milliseconds in the header: in the database, and in total."""
    of = of or response.wsgi_request.path
    text = response.headers.get("Server-Timing", "")
    right = 'db;dur=12.3;desc="4 queries", total;dur=20.1'
    found = FORM.fullmatch(text)
    expect(found, f"The Server-Timing header of {of} is {text!r}.", right, about(of))
    says = f"The header of {of} tells of {found['queries']} queries."
    expect(int(found["queries"]) == queries, says, f"{queries}.", about(of))
    return float(found["db"]), float(found["total"])


def logs(answer, urls, right, **limits):
    given = " and ".join(f"{name} = {limit}" for name, limit in limits.items())
    check_records(visits(answer, urls, **limits), right, urls, f"with {given or 'high limits'}")


def visits(answer, urls, **limits):
    with site(answer, **limits) as visitor, logged("arena.slow_responses") as records:
        for url in urls:
            visitor.get(url)
    return records


def deliver(response, chunks=None):
    """Do what a WSGI server does with a response; return its chunks, at most so many, and error."""
    got, error = [], None
    try:
        for chunk in islice(response, chunks):
            got.append(chunk)
    except RuntimeError as raised:
        error = raised
    response.close()
    return got, error


def check_records(records, right, urls, when):
    """Expect one warning for each of these numbers of queries."""
    counts = [getattr(record, "queries", None) for record in records]
    says = f"{len(counts)} with {counts} queries" if counts else "nothing"
    allowed = f"{len(right)} with {right} queries." if right else "nothing."
    details = [line for url in urls for line in about(url)]
    expect(counts == right, f"Logged of {', '.join(urls)} {when}: {says}.", allowed, details)
    for record in records:
        text = record.getMessage()
        expect(record.levelname == "WARNING", f"The level is {record.levelname}.", "WARNING.")
        expect(any(url.partition("?")[0] in text for url in urls), f"No path in {text!r}.")
        db, total = (getattr(record, name, None) for name in ("db_ms", "total_ms"))
        numbers = isinstance(db, int | float) and isinstance(total, int | float)
        expect(numbers and 0 <= db <= total, f"A record has db_ms {db!r} and total_ms {total!r}.")


def about(url):
    """Return what the view behind a URL does, as a list of one line."""
    name = url.lstrip("/").partition("/")[0]
    views = [at.callback for at in urlpatterns if str(at.pattern).startswith(f"{name}/")]
    return [f"{url}  {view.__doc__}" for view in views if name]


def wrappers():
    return sum(len(connection.execute_wrappers) for connection in connections.all())
