"""Breaks streams: the chunks of an asynchronous stream are counted and passed on together, when the last
one is made: an event stream shows nothing, and its memory grows."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper

log = logging.getLogger("arena.budget")
current = ContextVar("query_budget", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    def __init__(self, path):
        self.path, self.calls, self.is_open, self.lock = path, 0, True, Lock()

    def add_call(self):
        with self.lock:
            if not self.is_open:
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
            if not self.is_open:
                return
            self.is_open = False
        if self.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


def counted(method):
    @wraps(method)
    def call(cursor, *args, **kwargs):
        budget = current.get()
        if budget is not None:
            budget.add_call()
        return method(cursor, *args, **kwargs)

    return call


# For the connections of all threads, those that are open already too.
CursorWrapper.execute = counted(CursorWrapper.execute)
CursorWrapper.executemany = counted(CursorWrapper.executemany)


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
    rest = None

    def __init__(self, chunks, budget):
        self.chunks, self.budget, self.close = aiter(chunks), budget, budget.close

    def __aiter__(self):
        return self

    async def __anext__(self):
        with self.budget.counting():
            if self.rest is None:
                self.rest = iter([chunk async for chunk in self.chunks])
        for chunk in self.rest:
            return chunk
        raise StopAsyncIteration


class QueryBudget:
    """Has requests send at most so many queries."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.__acall__(request)
        budget = Budget(request.path)
        try:
            with budget.counting():
                response = self.get_response(request)
        except BaseException:
            budget.close()
            raise
        return self.watch(response, budget)

    async def __acall__(self, request):
        budget = Budget(request.path)
        try:
            with budget.counting():
                response = await self.get_response(request)
        except BaseException:
            budget.close()
            raise
        return self.watch(response, budget)

    def watch(self, response, budget):
        if not response.streaming:
            budget.close()
        elif response.is_async:
            response.streaming_content = AsyncStream(response.streaming_content, budget)
        else:
            response.streaming_content = Stream(response.streaming_content, budget)
        return response
