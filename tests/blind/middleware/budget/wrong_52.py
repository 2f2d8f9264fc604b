"""Breaks "count".

The number itself is in the context variable: asyncio.to_thread() and the tasks of gather() count in copies of the context, and what
they add is lost when they end. Shows with a view that queries only in asyncio.to_thread().
"""

import logging
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper

log = logging.getLogger("arena.budget")
path = ContextVar("path", default=None)
calls = ContextVar("calls", default=0)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


def counted(method):
    def call(self, *args, **kwargs):
        if path.get() is not None:
            calls.set(calls.get() + 1)
            if settings.QUERY_BUDGET_RAISES and calls.get() > settings.QUERY_BUDGET:
                raise QueryBudgetExceeded(f"{path.get()}: more than {settings.QUERY_BUDGET} queries")
        return method(self, *args, **kwargs)

    return call


CursorWrapper.execute = counted(CursorWrapper.execute)
CursorWrapper.executemany = counted(CursorWrapper.executemany)


class Account:
    """Begins to count in this context, and remembers the number while nothing runs."""

    def __init__(self, path):
        self.path, self.calls = path, 0

    def __enter__(self):
        self.before = path.get(), calls.get()
        path.set(self.path)
        calls.set(self.calls)

    def __exit__(self, *error):
        self.calls = calls.get()
        path.set(self.before[0])
        calls.set(self.before[1])

    def close(self):
        if self.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


class Stream:
    def __init__(self, chunks, account):
        self.chunks, self.account, self.close = iter(chunks), account, account.close

    def __iter__(self):
        return self

    def __next__(self):
        with self.account:
            return next(self.chunks)


class AsyncStream:
    def __init__(self, chunks, account):
        self.chunks, self.account, self.close = aiter(chunks), account, account.close

    def __aiter__(self):
        return self

    async def __anext__(self):
        with self.account:
            return await anext(self.chunks)


class QueryBudget:
    """Has requests send at most so many queries."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.answer(request)
        account = Account(request.path)
        with account:
            response = self.get_response(request)
        return self.finish(response, account)

    async def answer(self, request):
        account = Account(request.path)
        with account:
            response = await self.get_response(request)
        return self.finish(response, account)

    def finish(self, response, account):
        if response.streaming:
            stream = AsyncStream if response.is_async else Stream
            response.streaming_content = stream(response.streaming_content, account)
        else:
            account.close()
        return response
