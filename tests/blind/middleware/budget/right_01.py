"""A context variable for the request's budget, Django's cursors look it up; the middleware stays sync."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from django.conf import settings
from django.db.backends.utils import CursorWrapper

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


execute_with_wrappers = CursorWrapper._execute_with_wrappers


def counted(self, *args, **kwargs):
    budget = current.get()
    if budget is not None:
        budget.count()
    return execute_with_wrappers(self, *args, **kwargs)


# Cursors of all connections, whichever thread opens them, and whenever.
CursorWrapper._execute_with_wrappers = counted


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
    """Has requests send at most so many queries.

    It stays synchronous: the context passes through Django's threads in both directions.
    """

    def __init__(self, get_response):
        self.get_response = get_response

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
            stream = AsyncStream if response.is_async else Stream
            response.streaming_content = stream(response.streaming_content, budget)
        return response
