"""Generators pass the chunks on; the context is only set while a chunk is made."""

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


def stream(chunks, budget):
    chunks = iter(chunks)
    while True:
        with budget.counting():
            try:
                chunk = next(chunks)
            except StopIteration:
                return
        # Outside, as what the server does meanwhile is not this request's.
        yield chunk


async def astream(chunks, budget):
    chunks = aiter(chunks)
    while True:
        with budget.counting():
            try:
                chunk = await anext(chunks)
            except StopAsyncIteration:
                return
        yield chunk


def finished(response, budget):
    if not response.streaming:
        budget.close()
        return response
    generator = astream if response.is_async else stream
    response.streaming_content = generator(response.streaming_content, budget)
    # Django calls it when the response is closed.
    response._resource_closers.append(budget.close)
    return response


def QueryBudget(get_response):
    """Has requests send at most so many queries."""
    if iscoroutinefunction(get_response):
        return async_middleware(get_response)

    def middleware(request):
        budget = Budget(request.path)
        try:
            with budget.counting():
                response = get_response(request)
        except BaseException:
            budget.close()
            raise
        return finished(response, budget)

    return middleware


def async_middleware(get_response):
    async def middleware(request):
        budget = Budget(request.path)
        try:
            with budget.counting():
                response = await get_response(request)
        except BaseException:
            budget.close()
            raise
        return finished(response, budget)

    return markcoroutinefunction(middleware)


QueryBudget.sync_capable = QueryBudget.async_capable = True
