"""The context carries a request's ledger; the four kinds of code (sync, async, and their streams) enter it by one context manager."""

import functools
import logging
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.db.backends import utils
from django.utils.decorators import sync_and_async_middleware

log = logging.getLogger("arena.budget")
ledger = ContextVar("ledger", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Ledger:
    """How many calls a request has made; after its end it takes no more."""

    def __init__(self, path):
        self.path = path
        self._calls = []
        self._lock = Lock()
        self._ended = False

    def enter(self, sql):
        limit = settings.QUERY_BUDGET
        with self._lock:
            if self._ended:
                return
            self._calls.append(None)
            exceeded = len(self._calls) > limit
        if exceeded and settings.QUERY_BUDGET_RAISES:
            raise QueryBudgetExceeded(f"{self.path}: more than {limit} queries, the next is {sql}")

    def end(self):
        with self._lock:
            if self._ended:
                return
            self._ended = True
        calls, limit = len(self._calls), settings.QUERY_BUDGET
        if calls > limit and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, calls, limit)

    @contextmanager
    def active(self):
        outer = ledger.get()
        ledger.set(self)
        try:
            yield
        finally:
            ledger.set(outer)


def patch(name):
    original = getattr(utils.CursorWrapper, name)

    @functools.wraps(original)
    def method(self, sql, *args, **kwargs):
        book = ledger.get()
        if book:
            book.enter(sql)
        return original(self, sql, *args, **kwargs)

    setattr(utils.CursorWrapper, name, method)


for name in ("execute", "executemany"):
    patch(name)


def in_steps(chunks, book):
    nothing = object()
    chunks = iter(chunks)
    while True:
        with book.active():
            chunk = next(chunks, nothing)
        if chunk is nothing:
            return
        yield chunk


async def in_async_steps(chunks, book):
    nothing = object()
    chunks = aiter(chunks)
    while True:
        with book.active():
            chunk = await anext(chunks, nothing)
        if chunk is nothing:
            return
        yield chunk


def watch(response, book):
    if not response.streaming:
        book.end()
        return response
    steps = in_async_steps if response.is_async else in_steps
    response.streaming_content = steps(response.streaming_content, book)
    close = response.close

    def close_and_end():
        book.end()
        close()

    response.close = close_and_end
    return response


@sync_and_async_middleware
def QueryBudget(get_response):  # noqa: N802
    async def asynchronous(request):
        book = Ledger(request.path)
        try:
            with book.active():
                response = await get_response(request)
            return watch(response, book)
        except BaseException:
            book.end()
            raise

    def synchronous(request):
        book = Ledger(request.path)
        try:
            with book.active():
                response = get_response(request)
            return watch(response, book)
        except BaseException:
            book.end()
            raise

    return asynchronous if iscoroutinefunction(get_response) else synchronous
