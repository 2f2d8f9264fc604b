"""Each cursor that a connection makes becomes one of a class that counts for the context; the middleware itself stays synchronous."""

import logging
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger("arena.budget")

# Django and asyncio.to_thread() run a function in a thread with a copy of the caller's context:
# it has the same Budget.
budget_of_request = ContextVar("budget_of_request", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    def __init__(self, path):
        self.path, self.calls, self.is_spent = path, 0, False
        self.lock = threading.Lock()

    @contextmanager
    def counting(self):
        token = budget_of_request.set(self)
        try:
            yield self
        finally:
            budget_of_request.reset(token)

    def add(self):
        with self.lock:
            if not self.is_spent:
                self.calls += 1
                if settings.QUERY_BUDGET_RAISES and self.calls > settings.QUERY_BUDGET:
                    raise QueryBudgetExceeded(
                        f"{self.path}: more than {settings.QUERY_BUDGET} queries"
                    )

    def close(self):
        with self.lock:
            was_spent, self.is_spent = self.is_spent, True
        if was_spent or settings.QUERY_BUDGET_RAISES or self.calls <= settings.QUERY_BUDGET:
            return
        log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


class CountedCalls:
    """Comes before a class of cursors."""

    def execute(self, sql, params=None):
        add_call()
        return super().execute(sql, params)

    def executemany(self, sql, param_list):
        add_call()
        return super().executemany(sql, param_list)


def add_call():
    budget = budget_of_request.get()
    if budget:
        budget.add()


@cache
def counted(cursors):
    return type(f"Counted{cursors.__name__}", (CountedCalls, cursors), {})


prepare_cursor = BaseDatabaseWrapper._prepare_cursor


def prepare_counted_cursor(self, cursor):
    wrapped = prepare_cursor(self, cursor)
    wrapped.__class__ = counted(type(wrapped))
    return wrapped


BaseDatabaseWrapper._prepare_cursor = prepare_counted_cursor


class Stream:
    """Counts while it waits for the next chunk of a view, and only then."""

    def __init__(self, response, budget):
        self.budget = budget
        self.chunks = response.streaming_content
        self.closers = list(response._resource_closers)
        response._resource_closers.clear()

    def __iter__(self):
        return self

    def __next__(self):
        with self.budget.counting():
            return next(self.chunks)

    def close(self):
        with self.budget.counting():
            for closer in self.closers:
                try:
                    closer()
                except Exception:  # noqa: BLE001, S110 - as HttpResponse.close() does
                    pass
        self.budget.close()


class AsyncStream(Stream):
    __iter__ = None

    def __aiter__(self):
        return self

    async def __anext__(self):
        with self.budget.counting():
            return await anext(self.chunks)


class QueryBudget:
    """Has requests send at most so many queries."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        budget = Budget(request.path)
        try:
            with budget.counting():
                response = self.get_response(request)
        except BaseException:
            budget.close()
            raise
        if response.streaming:
            kind = AsyncStream if response.is_async else Stream
            response.streaming_content = kind(response, budget)
        else:
            budget.close()
        return response
