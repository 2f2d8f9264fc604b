"""A task that goes on after its request has a copy of the context, with the budget in it.

Breaks: afterwards
Fails: afterwards
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from django.utils.decorators import sync_and_async_middleware

log = logging.getLogger("arena.budget")
current = ContextVar("budget", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


def count(execute, sql, params, many, context):
    if budget := current.get():
        budget.call()
    return execute(sql, params, many, context)


def install(connection, **kwargs):
    if count not in connection.execute_wrappers:  # a connection may be opened again
        connection.execute_wrappers.append(count)


connection_created.connect(install)
for opened in connections.all(initialized_only=True):
    install(opened)


class Budget:
    """The calls of one request, from all threads that share its context."""

    def __init__(self, path):
        self.path, self.calls = path, 0

    def call(self):
        self.calls += 1
        if settings.QUERY_BUDGET_RAISES and self.calls > settings.QUERY_BUDGET:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    @contextmanager
    def counting(self):
        token = current.set(self)
        try:
            yield
        finally:
            current.reset(token)

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
