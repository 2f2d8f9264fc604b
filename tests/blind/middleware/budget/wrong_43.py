"""streams

The stream's budget stays in the context from its first chunk to its last, also while nobody waits
for a chunk. What the reader of the chunks sends between two of them counts, and of two streams that
one thread reads in turns the second counts the calls of both.
"""

import itertools
import logging
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.utils.decorators import sync_and_async_middleware

log = logging.getLogger("arena.budget")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Budget:
    """Counts the calls of one request, until the request ends."""

    of_context = ContextVar("budget", default=None)

    def __init__(self, path):
        self.path = path
        self.numbers = itertools.count(1)  # next() is one step for all threads
        self.is_open = True

    def call(self):
        if not self.is_open:
            return
        number = next(self.numbers)
        if settings.QUERY_BUDGET_RAISES and number > settings.QUERY_BUDGET:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    @contextmanager
    def here(self):
        token = self.of_context.set(self)
        try:
            yield
        finally:
            self.of_context.reset(token)

    def run(self, function):
        with self.here():
            return function()

    def close(self):
        if not self.is_open:
            return
        self.is_open = False
        calls, budget = next(self.numbers) - 1, settings.QUERY_BUDGET
        if calls > budget and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, calls, budget)


def budgeted(method):
    @wraps(method)
    def wrapper(self, *args, **kwargs):
        if (budget := Budget.of_context.get()) is not None:
            budget.call()
        return method(self, *args, **kwargs)

    return wrapper


# The cursor that logs (in DEBUG) calls these methods of its parent.
CursorWrapper.execute = budgeted(CursorWrapper.execute)
CursorWrapper.executemany = budgeted(CursorWrapper.executemany)


def stream(chunks, budget):
    with budget.here():
        yield from chunks


async def astream(chunks, budget):
    with budget.here():
        async for chunk in chunks:
            yield chunk


def finish(response, budget):
    if not response.streaming:
        budget.close()
        return response
    closers = response._resource_closers
    closers[:] = [partial(budget.run, closer) for closer in closers]
    if response.is_async:
        response.streaming_content = astream(aiter(response.streaming_content), budget)
    else:
        response.streaming_content = stream(iter(response.streaming_content), budget)
    closers.append(budget.close)
    return response


@sync_and_async_middleware
def QueryBudget(get_response):  # noqa: N802
    """Has requests send at most so many queries."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            budget, response = Budget(request.path), None
            try:
                with budget.here():
                    response = await get_response(request)
            finally:
                if response is None:
                    budget.close()
            return finish(response, budget)

    else:

        def middleware(request):
            budget, response = Budget(request.path), None
            try:
                with budget.here():
                    response = get_response(request)
            finally:
                if response is None:
                    budget.close()
            return finish(response, budget)

    return middleware
