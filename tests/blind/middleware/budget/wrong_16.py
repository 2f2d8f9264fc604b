"""Breaks together: the budget is a variable of the process. Requests one after the other are right; of two
at the same time one pays for both."""

import logging
from contextlib import contextmanager
from functools import wraps
from threading import Lock

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper

log = logging.getLogger("arena.budget")
stack = []  # The innermost request is last.


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
        stack.append(self)
        try:
            yield
        finally:
            stack.remove(self)

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
        budget = stack[-1] if stack else None
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
