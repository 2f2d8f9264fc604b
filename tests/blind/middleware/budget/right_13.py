"""A function for both worlds. Each connection object has the wrapper from the start: the handler of the
connections is asked to add it to all that it creates, in every thread."""

import logging
import threading
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.db import connections
from django.utils.decorators import sync_and_async_middleware

log = logging.getLogger("arena.budget")
spender = ContextVar("spender", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


def spend(execute, sql, params, many, context):
    request = spender.get()
    if request is not None:
        request.spend()
    return execute(sql, params, many, context)


def watch(connection):
    if spend not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, spend)
    return connection


def watch_all():
    """Watch the connections that this thread has had before."""
    for connection in connections.all(initialized_only=True):
        watch(connection)


create_connection = connections.create_connection
connections.create_connection = lambda alias: watch(create_connection(alias))


class Spending:
    """What one request has spent."""

    def __init__(self, path):
        self.path = path
        self.calls = 0
        self.is_over = False
        self.lock = threading.Lock()

    def spend(self):
        with self.lock:
            if self.is_over:
                return
            self.calls += 1
            calls = self.calls
        if calls > settings.QUERY_BUDGET and settings.QUERY_BUDGET_RAISES:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    def __enter__(self):
        self.token = spender.set(self)

    def __exit__(self, kind, error, traceback):
        spender.reset(self.token)

    def end(self):
        with self.lock:
            was_over, self.is_over = self.is_over, True
        if was_over or settings.QUERY_BUDGET_RAISES or self.calls <= settings.QUERY_BUDGET:
            return
        log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)


class Chunks:
    """Chunks of a response, which are made under the budget of its request, one by one."""

    def __init__(self, iterator, spending):
        self.iterator, self.spending = iterator, spending

    def close(self):
        self.spending.end()


class SyncChunks(Chunks):
    def __iter__(self):
        return self

    def __next__(self):
        with self.spending:
            return next(self.iterator)


class AsyncChunks(Chunks):
    def __aiter__(self):
        return self

    async def __anext__(self):
        with self.spending:
            return await self.iterator.__anext__()


def finish(response, spending):
    if response.streaming:
        content = response.streaming_content
        if response.is_async:
            response.streaming_content = AsyncChunks(aiter(content), spending)
        else:
            response.streaming_content = SyncChunks(iter(content), spending)
    else:
        spending.end()
    return response


@sync_and_async_middleware
def QueryBudget(get_response):  # noqa: N802
    """Have requests send at most so many queries."""
    watch_all()

    if iscoroutinefunction(get_response):

        async def middleware(request):
            await sync_to_async(watch_all)()
            spending = Spending(request.path)
            try:
                with spending:
                    response = await get_response(request)
            except BaseException:
                spending.end()
                raise
            return finish(response, spending)

    else:

        def middleware(request):
            watch_all()
            spending = Spending(request.path)
            try:
                with spending:
                    response = get_response(request)
            except BaseException:
                spending.end()
                raise
            return finish(response, spending)

    return middleware
