"""It is asynchronous now, and puts its wrappers on connections of the event loop's thread. No query
is sent there.

Breaks: count
Fails: async
"""

import logging
from contextlib import ExitStack, contextmanager

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.db import connections
from django.utils.decorators import sync_and_async_middleware

log = logging.getLogger("arena.budget")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    """The calls of one request, from all threads that share its context."""

    def __init__(self, path):
        self.path, self.calls = path, 0

    def __call__(self, execute, sql, params, many, context):
        self.calls += 1
        if settings.QUERY_BUDGET_RAISES and self.calls > settings.QUERY_BUDGET:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")
        return execute(sql, params, many, context)

    @contextmanager
    def counting(self):
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(self))
            yield

    def close(self):
        if self.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)

    def watch(self, response):
        if response.streaming:
            kind = AsyncStream if response.is_async else Stream
            response.streaming_content = kind(response.streaming_content, self)
        else:
            self.close()
        return response


class Stream:
    """Passes chunks on; close() is called when the response is closed."""

    def __init__(self, chunks, budget):
        self.chunks, self.budget = iter(chunks), budget

    def __iter__(self):
        return self

    def __next__(self):
        with self.budget.counting():
            return next(self.chunks)

    def close(self):
        self.budget.close()


class AsyncStream:
    """The same for an asynchronous iterator."""

    def __init__(self, chunks, budget):
        self.chunks, self.budget = aiter(chunks), budget

    def __aiter__(self):
        return self

    async def __anext__(self):
        with self.budget.counting():
            return await anext(self.chunks)

    def close(self):
        self.budget.close()


@sync_and_async_middleware
def QueryBudget(get_response):
    """Has requests send at most so many queries."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            budget = Budget(request.path)
            with budget.counting():
                response = await get_response(request)
            return budget.watch(response)

    else:

        def middleware(request):
            budget = Budget(request.path)
            with budget.counting():
                response = get_response(request)
            return budget.watch(response)

    return middleware
