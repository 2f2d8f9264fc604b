"""What checks budget.py.

A request's right number of calls is what its URL says. Connections to "default" are closed after
each request, as Django does, and those to "replica" are kept.
"""

import asyncio
import logging
import re
import time
from contextlib import contextmanager, suppress
from functools import partial
from itertools import product
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from asgiref.sync import sync_to_async
from django.db import DatabaseError, connections
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import path

from arena.discuss.models import Tag
from kata.checks import concurrently, expect, logged, message, plural, stacks, undone

KINDS = stacks.WSGI, stacks.ASGI
HEADERS = {"Content-Type": "text/html; charset=utf-8"}
PAIR_OF_VIEWS, PAIR_OF_STREAMS = {"/meet/": 2, "/ameet/": 6}, {"/astream/": 8, "/stream/": 8}
PATIENCE = 5.0  # seconds; only wrong answers need them
pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")


def test_wsgi(answer):
    """Counts what a sync view sends under WSGI.

    Tries: count, logs.
    """
    for url in ("/plain/", "/replica/", "/awkward/", "/error/", "/plain/100%25s%20%d/"):
        counts(answer, stacks.WSGI, url)


def test_async(answer):
    """Counts what a request sends from any thread.

    Tries: count, logs.
    """
    for kind, url in product(
        KINDS, ("/plain/", "/error/", "/orm/", "/free/", "/to-thread/", "/gather/", "/mixed/")
    ):
        counts(answer, kind, url)


def test_streams(answer):
    """Counts a streaming response to its end.

    Tries: streams, logs.
    """
    for kind, url in product(KINDS, ("/stream/", "/astream/")):
        # Django reads a stream of the other kind at one go.
        early = [] if (kind, url) == (stacks.WSGI, "/astream/") else [(1, 4), (0, 2)]
        for chunks, calls in [(None, 8), *early]:
            when = "all of it" if chunks is None else f"left after {plural(chunks, 'chunk')}"
            for budget in (calls, calls - 1):
                made.clear()
                with allowed(budget) as records:
                    body = site(answer, kind).get(url, chunks=chunks).body
                parts = [b"one", b"two", b"three"][:chunks]
                says = f"{kind}, {url}, {when}: {body!r} arrived, and {made} were made."
                expect(body == b"".join(parts) and made == parts, says, f"{parts}.")
                judge(records, kind, url, calls, budget, when=when)


def test_raises(answer):
    """Raises at each call over the budget, and sends none.

    Tries: raises, logs.
    """
    urls = ("/plain/", "/replica/", "/free/", "/to-thread/", "/mixed/", "/stubborn/")
    for kind, url in product(KINDS, (*urls, "/stream/", "/astream/")):
        for budget in (8, 7, 1):
            sent.clear()
            given = f"{kind}, {url}: 8 calls with a budget of {budget}"
            with allowed(budget, raises=True) as records:
                try:
                    error = site(answer, kind).get(f"{url}?n=8", status=None).failure
                except answer.QueryBudgetExceeded as late:  # of a stream
                    error = late
            raised = isinstance(error, answer.QueryBudgetExceeded)
            swallows = url == "/stubborn/"  # then nobody else sees it
            is_right = len(sent) == budget and (swallows or raised == (budget < 8))
            says = f"{given}: {plural(len(sent), 'call')} sent, and the exception is {error!r}."
            right = f"{plural(budget, 'call')}, and QueryBudgetExceeded for those beyond."
            expect(is_right, says, right)
            expect(not records, f"{given}: something is logged.", "nothing: it raises.")


def test_together(answer):
    """Counts simultaneous requests apart.

    Tries: together.
    """
    for kind, pair in product(KINDS, (PAIR_OF_VIEWS, PAIR_OF_STREAMS)):
        made.clear()
        with allowed(1) as records:
            both_of(site(answer, kind), [f"{url}?n={calls}" for url, calls in pair.items()])
        for url, calls in pair.items():
            own = [record for record in records if url in message(record)]
            judge(own, kind, url, calls, 1, when="at the same time as another request")


def test_afterwards(answer):
    """Counts nothing after a request.

    Tries: afterwards.
    """
    urls = ("/plain/", "/orm/", "/error/", "/stopped/", "/stream/", "/astream/")
    for kind, url, raises in product(KINDS, urls, (False, True)):
        given = f"{kind}: after {url} 9 calls outside of a request"
        with allowed(8, raises) as records:
            try:
                then_ask(site(answer, kind), url, 9)
            except answer.QueryBudgetExceeded as error:
                expect(False, f"{given} raise {error!r}.", "no budget.")
        expect(not records, f"{given} are logged.", "no budget.")
    for raises in (False, True):
        given = "ASGI: 9 calls of a task that goes on after the response"
        with allowed(8, raises) as records:
            error = stacks.run(partial(outlive, site(answer, stacks.ASGI)))
        expect(not error, f"{given} raise {error!r}.", "no budget.")
        expect(not records, f"{given} are logged.", "no budget.")


def test_in_turns(answer):
    """Counts streams apart that one thread reads in turns.

    Tries: together, streams.
    """
    site(answer, stacks.WSGI)
    middleware = [f"{answer.__name__}.QueryBudget"]
    with allowed(8) as records, override_settings(MIDDLEWARE=middleware):
        streams = [Client().get("/stream/") for _ in range(2)]
        chunks = [*zip(*streams, strict=True)]
        for stream in streams:
            stream.close()
    expect(len(chunks) == 3, f"Two streams, read in turns, have the chunks {chunks}.", "three.")
    logs = [message(record) for record in records]
    says = f"WSGI: one thread reads two streams of 8 calls in turns, and logged is {logs}."
    expect(not logs, says, "nothing, with a budget of 8 for each.")


# What the checks above are made of.


made, sent, tasks, released = [], [], [], []


class Noted:
    """A cursor of the driver, below Django's: what reaches it was sent."""

    def __init__(self, cursor):
        self.cursor = cursor

    def __getattr__(self, name):
        return getattr(self.cursor, name)

    def execute(self, *args):
        sent.append(args)
        return self.cursor.execute(*args)


class Stopped(BaseException):
    """Passes all of Django, as what ends a process does."""


@pytest.fixture(autouse=True)
def databases():
    with undone():
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        usual = connections["default"].settings_dict
        connections.settings["replica"] = {**usual, "CONN_MAX_AGE": None}
        with override_settings(ROOT_URLCONF=__name__):
            yield


def site(answer, kind):
    """Return a stack with the answer's middleware, in a thread without connections."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        del connections[connection.alias]
    return stacks.Stack(kind, [f"{answer.__name__}.QueryBudget"])


@contextmanager
def allowed(budget, raises=False):
    with (
        override_settings(QUERY_BUDGET=budget, QUERY_BUDGET_RAISES=raises),
        logged("arena.budget") as records,
    ):
        yield records


def status(url):
    return 500 if url == "/error/" else 200


def both_of(stack, urls):
    """Open two pages at the same time."""

    async def all_of_them():
        await asyncio.gather(*map(stack.aget, urls))

    if stack.kind == stacks.ASGI:
        return stacks.run(all_of_them)
    for error in [one.error for one in concurrently(lambda n: stack.get(urls[n]), threads=2)]:
        if error:
            raise error


def then_ask(stack, url, calls):
    """Open a page, and then send queries in the same thread or task."""

    async def ask_later():
        with suppress(Stopped):
            await stack.aget(f"{url}?n=2", status(url), chunks=1)
        await sync_to_async(ask)(calls)

    if stack.kind == stacks.ASGI:
        return stacks.run(ask_later)
    with suppress(Stopped):
        stack.get(f"{url}?n=2", status(url), chunks=1)
    ask(calls)


async def outlive(stack):
    """Open a page that begins a task, and let the task send queries; return its exception."""
    tasks.clear()
    released.clear()
    await stack.aget("/begins/?n=9")
    released.append(True)
    [error] = await asyncio.gather(*tasks, return_exceptions=True)
    return error


def counts(answer, kind, url):
    """Fail unless a request's calls are counted, and told if they are over the budget."""
    for calls, budget in ((3, 3), (4, 3), (7, 0)):
        with allowed(budget):
            stack = site(answer, kind)
        for _ in range(2):  # the second one meets connections
            with allowed(budget) as records:
                response = stack.get(f"{url}?n={calls}", status(url))
            is_right = response.body == b"asked" and dict(response.headers) == HEADERS
            says = (
                f"{kind}, {url}: the response is {response.body!r} with {dict(response.headers)}."
            )
            expect(is_right or response.status_code == 500, says, f"b'asked' with {HEADERS}.")
            judge(records, kind, url, calls, budget)


def judge(records, kind, url, calls, budget, *, when=""):
    """Expect one warning if the calls are over the budget, and nothing otherwise."""
    given = f"{kind}, {url}{when and ', '}{when}: {plural(calls, 'call')} with a budget of {budget}"
    texts = [message(record) for record in records]
    right = "one warning" if calls > budget else "nothing"
    expect(len(texts) == (calls > budget), f"{given}, and logged is {texts}.", f"{right}.")
    for record, text in zip(records, texts, strict=True):
        numbers = {int(number) for number in re.findall(r"\d+", text.replace(unquote(url), ""))}
        has_path = unquote(url) in text or url in text
        is_right = has_path and {calls, budget} <= numbers and record.levelname == "WARNING"
        says = f"{given}, and logged is {record.levelname} {text!r}."
        expect(is_right, says, f"WARNING, with {unquote(url)}, {calls} and {budget}.")


# The views.


def ask(number, alias="default"):
    """Send so many queries."""
    connection = connections[alias]
    connection.ensure_connection()
    create = connection.create_cursor
    with (
        patch.object(connection, "create_cursor", lambda name=None: Noted(create(name))),
        connection.cursor() as cursor,
    ):
        for _ in range(number):
            cursor.execute("SELECT 1")


def ask_in_thread(number):
    """Send queries in a thread of nobody's, and leave no connection there."""
    try:
        ask(number)
    finally:
        connections.close_all()


def number_in(request):
    return int(request.GET["n"])


def plain(request, rest=""):
    ask(number_in(request))
    return HttpResponse("asked")


def replica(request):
    number = number_in(request)
    ask(number // 2, "replica")
    ask(number - number // 2)
    return HttpResponse("asked")


def awkward(request):
    """Sends what fails, and executemany(), in turns."""
    with connections["default"].cursor() as cursor:
        for number in range(number_in(request)):
            if number % 2:
                cursor.executemany("DELETE FROM discuss_tag WHERE name = %s", [["a"], ["b"], ["c"]])
            else:
                with suppress(DatabaseError):
                    cursor.execute("SELECT no_such_column")
    return HttpResponse("asked")


def error(request):
    ask(number_in(request))
    raise ValueError("an error of the view")


def stopped(request):
    ask(number_in(request))
    raise Stopped


def stubborn(request):
    for _ in range(number_in(request)):
        with suppress(Exception):
            ask(1)
    return HttpResponse("asked")


async def orm(request):
    for _ in range(number_in(request)):
        await Tag.objects.acount()
    return HttpResponse("asked")


async def begins(request):
    async def work():
        while not released:
            await asyncio.sleep(0.002)
        await sync_to_async(ask_in_thread, thread_sensitive=False)(number_in(request))

    tasks.append(asyncio.create_task(work()))
    return HttpResponse("begun")


async def free(request):
    await sync_to_async(ask_in_thread, thread_sensitive=False)(number_in(request))
    return HttpResponse("asked")


async def to_thread(request):
    await asyncio.to_thread(ask_in_thread, number_in(request))
    return HttpResponse("asked")


async def gather(request):
    one = sync_to_async(ask_in_thread, thread_sensitive=False)
    await asyncio.gather(*(one(1) for _ in range(number_in(request))))
    return HttpResponse("asked")


async def mixed(request):
    number = number_in(request)
    await sync_to_async(ask)(number // 2)
    await asyncio.create_task(asyncio.to_thread(ask_in_thread, number - number // 2))
    return HttpResponse("asked")


def parts():
    for part in (b"one", b"two", b"three"):
        ask(2)
        made.append(part)
        yield part


def stream(request):
    ask(2)
    return StreamingHttpResponse(parts())


async def astream(request):
    async def aparts():
        for part in (b"one", b"two", b"three"):
            await sync_to_async(ask)(1)
            await asyncio.to_thread(ask_in_thread, 1)
            made.append(part)
            yield part

    await sync_to_async(ask)(2)
    return StreamingHttpResponse(aparts())


def meet(request):
    ask(number_in(request) // 2)
    for _ in meeting("sync"):
        time.sleep(0.002)
    ask(number_in(request) // 2)
    return HttpResponse("asked")


async def ameet(request):
    await sync_to_async(ask)(number_in(request) // 2)
    for _ in meeting("async"):
        await asyncio.sleep(0.002)
    await sync_to_async(ask)(number_in(request) // 2)
    return HttpResponse("asked")


def meeting(name):
    """Go on until both requests are in their views."""
    made.append(name)
    late = time.monotonic() + PATIENCE
    while not {"sync", "async"} <= {*made}:
        if time.monotonic() > late:
            raise TimeoutError("simultaneous requests wait for each other")
        yield


VIEWS = {
    "plain": plain,
    "replica": replica,
    "awkward": awkward,
    "error": error,
    "stopped": stopped,
    "stubborn": stubborn,
    "orm": orm,
    "begins": begins,
    "free": free,
    "to-thread": to_thread,
    "gather": gather,
    "mixed": mixed,
    "stream": stream,
    "astream": astream,
    "meet": meet,
    "ameet": ameet,
}
urlpatterns = [path(f"{name}/", view) for name, view in VIEWS.items()]
urlpatterns.append(path("plain/<path:rest>/", plain))
