"""itertools.count() counts for all threads of a request; one class streams both ways."""

import itertools
import logging
from contextlib import contextmanager
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper

log = logging.getLogger("arena.budget")
running = ContextVar("running")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    def __init__(self, path):
        self.path = path
        # next() of it is one step, whatever other threads do.
        self.numbers = itertools.count(1)

    def take(self):
        numbers = self.numbers
        if numbers is None:
            return
        if next(numbers) > settings.QUERY_BUDGET and settings.QUERY_BUDGET_RAISES:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    def close(self):
        numbers, self.numbers = self.numbers, None
        if numbers is None:
            return
        calls = next(numbers) - 1
        if calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, calls, settings.QUERY_BUDGET)


@contextmanager
def run(budget):
    token = running.set(budget)
    try:
        yield
    finally:
        running.reset(token)


def take_first(method):
    def execute(self, *args, **kwargs):
        try:
            budget = running.get()
        except LookupError:
            pass
        else:
            budget.take()
        return method(self, *args, **kwargs)

    return execute


for name in ["execute", "executemany"]:
    setattr(CursorWrapper, name, take_first(getattr(CursorWrapper, name)))


class Stream:
    def __init__(self, chunks, budget):
        self.chunks, self.budget, self.close = chunks, budget, budget.close

    def __next__(self):
        with run(self.budget):
            return next(self.chunks)

    async def __anext__(self):
        with run(self.budget):
            return await anext(self.chunks)


class SyncStream(Stream):
    def __iter__(self):
        return self


class AsyncStream(Stream):
    def __aiter__(self):
        return self


class QueryBudget:
    """Has requests send at most so many queries."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        return (self.later if iscoroutinefunction(self) else self.now)(request)

    def now(self, request):
        with self.budget(request) as (budget, responses):
            with run(budget):
                responses.append(self.get_response(request))
        return responses.pop()

    async def later(self, request):
        with self.budget(request) as (budget, responses):
            with run(budget):
                responses.append(await self.get_response(request))
        return responses.pop()

    @contextmanager
    def budget(self, request):
        budget, responses = Budget(request.path), []
        is_going_on = False
        try:
            yield budget, responses
            (response,) = responses
            if response.streaming:
                is_going_on = True
                stream = AsyncStream if response.is_async else SyncStream
                response.streaming_content = stream(response.streaming_content, budget)
        finally:
            if not is_going_on:
                budget.close()
