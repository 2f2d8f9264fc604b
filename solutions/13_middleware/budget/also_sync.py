"""It stays synchronous: sync_to_async() takes the context along, there and back."""

import logging
from contextvars import ContextVar

from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.budget")
budget_now = ContextVar("budget_now")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class Spent(list):
    """The calls of a request, until it is over."""

    is_over = False


class Wrapper:
    """Counts on one connection for whichever request uses it."""

    def __call__(self, execute, *args):
        spent = budget_now.get(None)
        if spent is not None and not spent.is_over:
            spent.append(None)
            if settings.QUERY_BUDGET_RAISES and len(spent) > settings.QUERY_BUDGET:
                raise QueryBudgetExceeded(f"{settings.QUERY_BUDGET} queries are enough")
        return execute(*args)


def see(connection, **kwargs):
    if not any(isinstance(one, Wrapper) for one in connection.execute_wrappers):
        connection.execute_wrappers.insert(0, Wrapper())


connection_created.connect(see, dispatch_uid="arena.budget")


class QueryBudget:
    """Has requests send at most so many queries."""

    def __init__(self, get_response):
        self.get_response = get_response
        for connection in connections.all():
            see(connection)

    def __call__(self, request):
        spent = Spent()
        token = budget_now.set(spent)
        try:
            response = self.get_response(request)
        finally:
            budget_now.reset(token)
        if response.streaming:
            wrap = acounted if response.is_async else counted
            response.streaming_content = wrap(response.streaming_content, spent)
        close = response.close

        def closing():
            close()
            if len(spent) > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
                limit = settings.QUERY_BUDGET
                log.warning("%s sent %d queries: at most %d", request.path, len(spent), limit)
            spent.is_over = True

        response.close = closing
        return response


def counted(chunks, spent):
    chunks = iter(chunks)
    while True:
        token = budget_now.set(spent)
        try:
            chunk = next(chunks)
        except StopIteration:
            return
        finally:
            budget_now.reset(token)
        yield chunk


async def acounted(chunks, spent):
    chunks = aiter(chunks)
    while True:
        token = budget_now.set(spent)
        try:
            chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        finally:
            budget_now.reset(token)
        yield chunk
