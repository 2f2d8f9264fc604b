"""A function middleware; CursorWrapper's common way to the database is replaced once, and streams take a step at a time in the context."""

import itertools
import logging
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.utils.decorators import sync_and_async_middleware

log = logging.getLogger("arena.budget")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


_tally = ContextVar("tally", default=None)
_send = CursorWrapper._execute_with_wrappers


def _send_within_budget(self, sql, params, many, executor):
    tally = _tally.get()
    if tally is not None:
        tally.add()
    return _send(self, sql, params, many, executor)


CursorWrapper._execute_with_wrappers = _send_within_budget


class Tally:
    def __init__(self, path):
        self.path = path
        self.counter = itertools.count(1)  # next() is one step for all threads
        self.ended = False

    def add(self):
        if self.ended:
            return
        number = next(self.counter)
        if number > settings.QUERY_BUDGET and settings.QUERY_BUDGET_RAISES:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    def end(self):
        if self.ended:
            return
        self.ended = True
        number = next(self.counter) - 1
        if number > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, number, settings.QUERY_BUDGET)


class Steps:
    """The chunks of a response, each made with its tally in the context."""

    def __init__(self, tally):
        self.tally = tally

    def close(self):
        self.tally.end()


class SyncSteps(Steps):
    def __init__(self, chunks, tally):
        super().__init__(tally)
        self.chunks = iter(chunks)

    def __iter__(self):
        return self

    def __next__(self):
        before = _tally.get()
        _tally.set(self.tally)
        try:
            return next(self.chunks)
        finally:
            _tally.set(before)


class AsyncSteps(Steps):
    def __init__(self, chunks, tally):
        super().__init__(tally)
        self.chunks = aiter(chunks)

    def __aiter__(self):
        return self

    async def __anext__(self):
        before = _tally.get()
        _tally.set(self.tally)
        try:
            return await self.chunks.__anext__()
        finally:
            _tally.set(before)


def _hand_over(response, tally):
    if not response.streaming:
        tally.end()
    elif response.is_async:
        response.streaming_content = AsyncSteps(response.streaming_content, tally)
    else:
        response.streaming_content = SyncSteps(response.streaming_content, tally)
    return response


@sync_and_async_middleware
def QueryBudget(get_response):  # noqa: N802
    if iscoroutinefunction(get_response):

        async def middleware(request):
            tally, before = Tally(request.path), _tally.get()
            _tally.set(tally)
            try:
                return _hand_over(await get_response(request), tally)
            except BaseException:
                tally.end()
                raise
            finally:
                _tally.set(before)

    else:

        def middleware(request):
            tally, before = Tally(request.path), _tally.get()
            _tally.set(tally)
            try:
                return _hand_over(get_response(request), tally)
            except BaseException:
                tally.end()
                raise
            finally:
                _tally.set(before)

    return middleware
