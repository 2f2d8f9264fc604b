"""It puts its wrappers on the connections of one thread. Other threads of the request have others.

Breaks: count
Fails: async
"""

import logging
from contextlib import ExitStack, contextmanager

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections

log = logging.getLogger("arena.budget")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    """The calls of one request."""

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


class AsyncStream:
    """The same for an asynchronous iterator."""

    def __init__(self, chunks, budget):
        self.chunks, self.budget = aiter(chunks), budget

    def __aiter__(self):
        return self

    async def __anext__(self):
        stack = ExitStack()
        await sync_to_async(stack.enter_context)(self.budget.counting())
        try:
            return await anext(self.chunks)
        finally:
            await sync_to_async(stack.close)()

    def close(self):
        self.budget.close()


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


class QueryBudget:
    """Has requests send at most so many queries."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        budget = Budget(request.path)
        with budget.counting():
            response = self.get_response(request)
        if response.streaming and response.is_async:
            response.streaming_content = AsyncStream(response.streaming_content, budget)
        elif response.streaming:
            response.streaming_content = Stream(response.streaming_content, budget)
        else:
            budget.close()
        return response
