"""The variable holds the request, and the count is an attribute of it."""

import logging
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.signals import connection_created
from django.dispatch import receiver

log = logging.getLogger("arena.budget")
request_now = ContextVar("request_now", default=None)


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


@receiver(connection_created)
def watch(sender, connection, **kwargs):
    if spend not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, spend)


def spend(execute, sql, params, many, context):
    request = request_now.get()
    if request is not None and not request.is_over:
        request.calls += 1
        if request.calls > settings.QUERY_BUDGET and settings.QUERY_BUDGET_RAISES:
            raise QueryBudgetExceeded(request.path)
    return execute(sql, params, many, context)


class Of:
    """A block in which calls are a request's."""

    def __init__(self, request):
        self.request = request

    def __enter__(self):
        self.token = request_now.set(self.request)

    def __exit__(self, *exception):
        request_now.reset(self.token)


class QueryBudget:
    """Has requests send at most so many queries."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.calls, request.is_over = 0, False
        if iscoroutinefunction(self):
            return self.__acall__(request)
        with Of(request):
            response = self.get_response(request)
        return self.finish(request, response)

    async def __acall__(self, request):
        with Of(request):
            response = await self.get_response(request)
        return self.finish(request, response)

    def finish(self, request, response):
        if not response.streaming:
            judge(request)
        elif response.is_async:
            response.streaming_content = achunks(request, response.streaming_content)
            response._resource_closers.append(lambda: judge(request))
        else:
            response.streaming_content = chunks(request, response.streaming_content)
            response._resource_closers.append(lambda: judge(request))
        return response


def judge(request):
    request.is_over = True
    if request.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
        log.warning("%s: %s > %s", request.path, request.calls, settings.QUERY_BUDGET)


def chunks(request, content):
    done = object()
    chunk = None
    while chunk is not done:
        with Of(request):
            chunk = next(content, done)
        if chunk is not done:
            yield chunk


async def achunks(request, content):
    done = object()
    chunk = None
    content = aiter(content)
    while chunk is not done:
        with Of(request):
            chunk = await anext(content, done)
        if chunk is not done:
            yield chunk
