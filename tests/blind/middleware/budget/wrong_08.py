"""count: the number itself is in the context, so a thread of asyncio.to_thread() adds to its own copy, and that is lost."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper

log = logging.getLogger("arena.budget")

current = ContextVar("current_budget", default=None)
calls = ContextVar("calls_of_request", default=0)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    def __init__(self, path):
        self.path, self.calls, self.is_open = path, 0, True

    def count(self):
        if not self.is_open:
            # A task that outlives its request.
            return
        calls.set(calls.get() + 1)
        if calls.get() > settings.QUERY_BUDGET and settings.QUERY_BUDGET_RAISES:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    @contextmanager
    def counting(self):
        token = current.set(self)
        # A stream goes on where the view stopped.
        calls_token = calls.set(self.calls)
        try:
            yield
        finally:
            self.calls = calls.get()
            calls.reset(calls_token)
            current.reset(token)

    def close(self):
        was_open, self.is_open = self.is_open, False
        if was_open and self.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


execute_with_wrappers = CursorWrapper._execute_with_wrappers


def counted(self, *args, **kwargs):
    budget = current.get()
    if budget is not None:
        budget.count()
    return execute_with_wrappers(self, *args, **kwargs)


# Cursors of all connections, whichever thread opens them, and whenever.
CursorWrapper._execute_with_wrappers = counted


class Stream:
    def __init__(self, chunks, budget):
        # Django calls close() when the response is closed.
        self.chunks, self.budget, self.close = iter(chunks), budget, budget.close

    def __iter__(self):
        return self

    def __next__(self):
        with self.budget.counting():
            return next(self.chunks)


class AsyncStream:
    def __init__(self, chunks, budget):
        self.chunks, self.budget, self.close = aiter(chunks), budget, budget.close

    def __aiter__(self):
        return self

    async def __anext__(self):
        with self.budget.counting():
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
        budget = Budget(request.path)
        if iscoroutinefunction(self):
            return self.acall(request, budget)
        try:
            with budget.counting():
                response = self.get_response(request)
        except BaseException:
            budget.close()
            raise
        return self.finish(response, budget)

    async def acall(self, request, budget):
        try:
            with budget.counting():
                response = await self.get_response(request)
        except BaseException:
            budget.close()
            raise
        return self.finish(response, budget)

    @staticmethod
    def finish(response, budget):
        if response.streaming:
            stream = AsyncStream if response.is_async else Stream
            response.streaming_content = stream(response.streaming_content, budget)
        else:
            budget.close()
        return response
