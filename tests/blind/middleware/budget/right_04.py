"""The attribute execute_wrappers of each connection always begins with the wrapper that counts."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger("arena.budget")

# The budget of the request that this code runs for. Threads of sync_to_async() and to_thread()
# get a copy of the context, and with it the same object.
current = ContextVar("current_budget", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    def __init__(self, path):
        self.path, self.calls, self.is_open = path, 0, True
        self.lock = Lock()

    def count(self):
        with self.lock:
            if not self.is_open:
                # A task that outlives its request.
                return
            self.calls += 1
            is_over = self.calls > settings.QUERY_BUDGET
        if is_over and settings.QUERY_BUDGET_RAISES:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    @contextmanager
    def counting(self):
        token = current.set(self)
        try:
            yield
        finally:
            current.reset(token)

    def close(self):
        with self.lock:
            was_open, self.is_open = self.is_open, False
        if was_open and self.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


def count(execute, sql, params, many, context):
    if budget := current.get():
        budget.count()
    return execute(sql, params, many, context)


class ExecuteWrappers:
    """The attribute of that name: a list for each connection, as in Django."""

    name = "execute_wrappers"

    def __get__(self, connection, owner=None):
        if connection is None:
            return self
        wrappers = connection.__dict__.setdefault(self.name, [])
        if count not in wrappers:
            wrappers.insert(0, count)
        return wrappers

    def __set__(self, connection, wrappers):
        connection.__dict__[self.name] = wrappers


# Also for the connections that there are already.
BaseDatabaseWrapper.execute_wrappers = ExecuteWrappers()


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
