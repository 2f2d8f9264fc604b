"""A context variable holds the request's budget, threads get it with the context, and Django's cursors ask it before each call."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper

log = logging.getLogger("arena.budget")
current = ContextVar("budget of the request", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    def __init__(self, path):
        self.path, self.calls = path, 0
        self.has_ended = False
        self.lock = Lock()

    def count(self):
        with self.lock:
            if self.has_ended:  # a task that outlives its request
                return
            self.calls += 1
            is_exceeded = self.calls > settings.QUERY_BUDGET
        if is_exceeded and settings.QUERY_BUDGET_RAISES:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    @contextmanager
    def counting(self):
        token = current.set(self)
        try:
            yield
        finally:
            current.reset(token)

    def counted(self, function):
        @wraps(function)
        def wrapper():
            with self.counting():
                return function()

        return wrapper

    def end(self):
        with self.lock:
            if self.has_ended:
                return
            self.has_ended = True
        if self.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


def asks_budget(method):
    @wraps(method)
    def wrapper(self, *args, **kwargs):
        budget = current.get()
        if budget is not None:
            budget.count()
        return method(self, *args, **kwargs)

    return wrapper


# execute() and executemany() of every cursor of every connection, in every thread, end up here.
CursorWrapper._execute_with_wrappers = asks_budget(CursorWrapper._execute_with_wrappers)


class Stream:
    def __init__(self, chunks, budget):
        self.chunks, self.budget = iter(chunks), budget

    def __iter__(self):
        return self

    def __next__(self):
        with self.budget.counting():
            return next(self.chunks)


class AsyncStream:
    def __init__(self, chunks, budget):
        self.chunks, self.budget = aiter(chunks), budget

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
            return self.__acall__(request)
        budget = Budget(request.path)
        try:
            with budget.counting():
                response = self.get_response(request)
        except BaseException:
            budget.end()
            raise
        return self.ended_with(response, budget)

    async def __acall__(self, request):
        budget = Budget(request.path)
        try:
            with budget.counting():
                response = await self.get_response(request)
        except BaseException:
            budget.end()
            raise
        return self.ended_with(response, budget)

    def ended_with(self, response, budget):
        if not response.streaming:
            budget.end()
            return response
        kind = AsyncStream if response.is_async else Stream
        response.streaming_content = kind(response.streaming_content, budget)
        # close() calls these: generators that are left early may still send queries.
        closers = response._resource_closers
        closers[:] = [budget.counted(closer) for closer in closers]
        closers.append(budget.end)
        return response
