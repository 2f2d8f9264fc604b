"""streams: calls of an asynchronous stream do not count."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
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
        if response.streaming and not response.is_async:
            response.streaming_content = Stream(response.streaming_content, budget)
        else:
            budget.close()
        return response
