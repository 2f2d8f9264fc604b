"""A generator shares the context of its reader: the variable stays set between two chunks.

Breaks: together
Fails: in_turns
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
        self.path, self.calls, self.is_over = path, 0, False

    def call(self):
        if self.is_over:  # a task that goes on after its request
            return
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
        self.is_over = True
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
    """Counts from the first chunk to the last, and what the thread does between two of them."""

    def __init__(self, chunks, budget):
        self.chunks, self.budget = counted(iter(chunks), budget), budget

    def __iter__(self):
        return self.chunks

    def close(self):
        self.budget.close()
        self.chunks.close()


def counted(chunks, budget):
    with budget.counting():
        yield from chunks


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
