"""Still a synchronous middleware, which Django can run under ASGI too. Each connection gets one wrapper,
for good, when it is opened; a ContextVar, which goes along into threads and tasks, has the budget."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count

from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from django.dispatch import receiver

log = logging.getLogger("arena.budget")
the_budget = ContextVar("the_budget", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


def wrapper(execute, sql, params, many, context):
    budget = the_budget.get()
    if budget is not None and not budget.is_closed:
        budget.spend()
    return execute(sql, params, many, context)


@receiver(connection_created)
def watch(sender, connection, **kwargs):
    # First in the list: execute_wrapper() takes away the last one.
    if wrapper not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, wrapper)


def watch_this_thread():
    for connection in connections.all():
        watch(None, connection)


class Budget:
    def __init__(self, path):
        self.path, self.is_closed = path, False
        self.numbers = count(1)  # next() is atomic, += is not.

    def spend(self):
        number = next(self.numbers)
        if settings.QUERY_BUDGET_RAISES and number > settings.QUERY_BUDGET:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    @contextmanager
    def counting(self):
        watch_this_thread()
        token = the_budget.set(self)
        try:
            yield
        finally:
            the_budget.reset(token)

    def close(self):
        if self.is_closed:
            return
        self.is_closed = True
        calls = next(self.numbers) - 1
        if calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, calls, settings.QUERY_BUDGET)


class Stream:
    def __init__(self, chunks, budget):
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
        token = the_budget.set(self.budget)
        try:
            return await anext(self.chunks)
        finally:
            the_budget.reset(token)


class QueryBudget:
    """Has requests send at most so many queries."""

    def __init__(self, get_response):
        self.get_response = get_response
        watch_this_thread()

    def __call__(self, request):
        budget = Budget(request.path)
        is_streaming = False
        try:
            with budget.counting():
                response = self.get_response(request)
            is_streaming = response.streaming
        finally:
            if not is_streaming:
                budget.close()
        if is_streaming:
            kind = AsyncStream if response.is_async else Stream
            response.streaming_content = kind(response.streaming_content, budget)
        return response
