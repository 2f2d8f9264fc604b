"""Under WSGI this budget caught each page that queries too much. Under ASGI some pages pass it.

An execute wrapper counts on one connection, and a connection belongs to a thread. A request under
ASGI can use several threads.

Change QueryBudget so that it counts for each request. It may become a function.

Rules:
- count: execute() and executemany() calls on every alias, also in threads of sync_to_async() and
  asyncio.to_thread().
- streams: calls while a response streams, sync or async. Chunks pass on as they come.
- raises: if settings.QUERY_BUDGET_RAISES, each call over settings.QUERY_BUDGET raises
  QueryBudgetExceeded, and is not sent.
- logs: otherwise a request over it makes one WARNING on "arena.budget" before its response is
  closed, or while it is: path, calls and budget. Responses do not change.
- together: simultaneous requests count apart.
- afterwards: nothing counts after a request, exceptions or not.
"""

import logging
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connections

log = logging.getLogger("arena.budget")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    def __init__(self, path):
        self.path, self.calls = path, 0

    def __call__(self, execute, sql, params, many, context):
        self.calls += 1
        if settings.QUERY_BUDGET_RAISES and self.calls > settings.QUERY_BUDGET:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")
        return execute(sql, params, many, context)

    @contextmanager
    def counting(self):
        # TODO: these are the connections of this thread. Which others does the request use?
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(self))
            yield

    def close(self):
        if self.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


class Stream:
    def __init__(self, chunks, budget):
        # Django calls close() when the response is closed.
        self.chunks, self.budget, self.close = iter(chunks), budget, budget.close

    def __iter__(self):
        return self

    def __next__(self):
        with self.budget.counting():
            return next(self.chunks)


class QueryBudget:
    """Has requests send at most so many queries."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        budget = Budget(request.path)
        with budget.counting():
            response = self.get_response(request)
        if response.streaming and not response.is_async:
            response.streaming_content = Stream(response.streaming_content, budget)
        else:
            budget.close()
        return response
