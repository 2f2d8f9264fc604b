"""Counted where Django hands SQL to the driver; a streaming response's close() is extended."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from threading import RLock

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper

log = logging.getLogger("arena.budget")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    of_context = ContextVar("budget", default=None)

    def __init__(self, path):
        self.path, self.calls, self.has_ended = path, 0, False
        self.lock = RLock()

    @classmethod
    def count(cls):
        if budget := cls.of_context.get():
            budget.add_one()

    def add_one(self):
        with self.lock:
            if self.has_ended:
                return
            self.calls += 1
            if self.calls > settings.QUERY_BUDGET and settings.QUERY_BUDGET_RAISES:
                raise QueryBudgetExceeded(
                    f"{self.path}: more than {settings.QUERY_BUDGET} queries"
                )

    @contextmanager
    def counting(self):
        token = self.of_context.set(self)
        try:
            yield
        finally:
            self.of_context.reset(token)

    def end(self):
        with self.lock:
            if self.has_ended:
                return
            self.has_ended = True
        if settings.QUERY_BUDGET_RAISES or self.calls <= settings.QUERY_BUDGET:
            return
        log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


class CountedCursor:
    """The two methods that replace those of the cursors, and those that were there."""

    execute = CursorWrapper._execute
    executemany = CursorWrapper._executemany

    def _execute(self, *args, **kwargs):
        Budget.count()
        return CountedCursor.execute(self, *args, **kwargs)

    def _executemany(self, *args, **kwargs):
        Budget.count()
        return CountedCursor.executemany(self, *args, **kwargs)


CursorWrapper._execute = CountedCursor._execute
CursorWrapper._executemany = CountedCursor._executemany


class QueryBudget:
    """Has requests send at most so many queries."""

    async_capable = True
    sync_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        budget = Budget(request.path)
        if self.is_async:
            return self.__acall__(request, budget)
        response = None
        try:
            with budget.counting():
                response = self.get_response(request)
        finally:
            self.leave(response, budget)
        return response

    async def __acall__(self, request, budget):
        response = None
        try:
            with budget.counting():
                response = await self.get_response(request)
        finally:
            self.leave(response, budget)
        return response

    def leave(self, response, budget):
        if response is None or not response.streaming:
            budget.end()
            return
        parts = response.streaming_content
        response.streaming_content = (
            AsyncParts(parts, budget) if response.is_async else Parts(parts, budget)
        )
        close = response.close

        def end_and_close():
            budget.end()
            close()

        response.close = end_and_close


class Parts:
    def __init__(self, parts, budget):
        self.parts, self.budget = iter(parts), budget

    def __iter__(self):
        return self

    def __next__(self):
        with self.budget.counting():
            return next(self.parts)


class AsyncParts:
    def __init__(self, parts, budget):
        self.parts, self.budget = aiter(parts), budget

    def __aiter__(self):
        return self

    async def __anext__(self):
        with self.budget.counting():
            return await anext(self.parts)
