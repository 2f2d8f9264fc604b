"""A middleware function; who takes a connection gets one with an execute wrapper."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.db.utils import ConnectionHandler
from django.utils.decorators import sync_and_async_middleware

log = logging.getLogger("arena.budget")
budgets = ContextVar("arena_budgets", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


def wrapper(execute, sql, params, many, context):
    budget = budgets.get()
    if budget is not None:
        budget.spend()
    return execute(sql, params, many, context)


get_connection = ConnectionHandler.__getitem__


def connection_with_wrapper(self, alias):
    connection = get_connection(self, alias)
    if wrapper not in connection.execute_wrappers:
        # At the beginning: execute_wrapper() removes the last one when it ends.
        connection.execute_wrappers.insert(0, wrapper)
    return connection


ConnectionHandler.__getitem__ = connection_with_wrapper


class Budget:
    def __init__(self, path):
        self.path, self.calls, self.is_over = path, 0, False
        self.lock = Lock()

    def spend(self):
        with self.lock:
            if self.is_over:
                return
            self.calls += 1
            calls = self.calls
        if settings.QUERY_BUDGET_RAISES and calls > settings.QUERY_BUDGET:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    def end(self):
        with self.lock:
            if self.is_over:
                return
            self.is_over = True
        if not settings.QUERY_BUDGET_RAISES and self.calls > settings.QUERY_BUDGET:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


@contextmanager
def spending(budget):
    token = budgets.set(budget)
    try:
        yield
    finally:
        budgets.reset(token)


class Chunks:
    def __init__(self, chunks, budget):
        self.chunks, self.budget = chunks, budget

    def close(self):
        self.budget.end()


class SyncChunks(Chunks):
    def __iter__(self):
        return self

    def __next__(self):
        with spending(self.budget):
            return next(self.chunks)


class AsyncChunks(Chunks):
    def __aiter__(self):
        return self

    async def __anext__(self):
        with spending(self.budget):
            return await self.chunks.__anext__()


def watch(response, budget):
    if not response.streaming:
        budget.end()
    elif response.is_async:
        response.streaming_content = AsyncChunks(response.streaming_content, budget)
    else:
        response.streaming_content = SyncChunks(response.streaming_content, budget)
    return response


@sync_and_async_middleware
def QueryBudget(get_response):
    """Has requests send at most so many queries."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            budget = Budget(request.path)
            try:
                with spending(budget):
                    response = await get_response(request)
            except BaseException:
                budget.end()
                raise
            return watch(response, budget)

    else:

        def middleware(request):
            budget = Budget(request.path)
            try:
                with spending(budget):
                    response = get_response(request)
            except BaseException:
                budget.end()
                raise
            return watch(response, budget)

    return middleware
