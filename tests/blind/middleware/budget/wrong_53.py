"""Breaks "afterwards".

A task or thread that the view started and did not wait for keeps its copy of the context: its queries after the end of the request still
count for that request's budget, and raise QueryBudgetExceeded.
"""

import logging
import threading
from contextlib import contextmanager
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper

log = logging.getLogger("arena.budget")
current = ContextVar("arena_query_budget", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    def __init__(self, path):
        self.path, self.calls = path, 0
        self.lock = threading.Lock()

    def count(self):
        with self.lock:
            self.calls += 1
            calls = self.calls
        if settings.QUERY_BUDGET_RAISES and calls > settings.QUERY_BUDGET:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    @contextmanager
    def counting(self):
        before = current.get()
        current.set(self)
        try:
            yield
        finally:
            current.set(before)

    def close(self):
        if self.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


def counted(method):
    def call(self, *args, **kwargs):
        budget = current.get()
        if budget is not None:
            budget.count()
        return method(self, *args, **kwargs)

    return call


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
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.answer(request)
        budget = Budget(request.path)
        try:
            with budget.counting():
                response = self.get_response(request)
        except BaseException:
            budget.close()
            raise
        return self.finish(response, budget)

    async def answer(self, request):
        budget = Budget(request.path)
        try:
            with budget.counting():
                response = await self.get_response(request)
        except BaseException:
            budget.close()
            raise
        return self.finish(response, budget)

    def finish(self, response, budget):
        if response.streaming:
            stream = AsyncStream if response.is_async else Stream
            response.streaming_content = stream(response.streaming_content, budget)
        else:
            budget.close()
        return response
