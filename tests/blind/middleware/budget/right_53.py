"""Every connection gets one execute wrapper, which stays, as soon as it makes a cursor; it counts for the budget in the context, if any."""

import logging
import threading
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger("arena.budget")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


budget_of_request = ContextVar("budget_of_request", default=None)


def count(execute, sql, params, many, context):
    budget = budget_of_request.get()
    if budget is not None:
        budget.spend()
    return execute(sql, params, many, context)


prepare_cursor = BaseDatabaseWrapper._prepare_cursor


def prepare_counted_cursor(self, cursor):
    if count not in self.execute_wrappers:
        self.execute_wrappers.insert(0, count)
    return prepare_cursor(self, cursor)


BaseDatabaseWrapper._prepare_cursor = prepare_counted_cursor


class Budget:
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
            too_many = self.calls > settings.QUERY_BUDGET
        if too_many and settings.QUERY_BUDGET_RAISES:
            raise QueryBudgetExceeded(f"{self.path}: more than {settings.QUERY_BUDGET} queries")

    def finish(self):
        with self.lock:
            first, self.is_over = not self.is_over, True
        if first and self.calls > settings.QUERY_BUDGET and not settings.QUERY_BUDGET_RAISES:
            log.warning("%s: %d queries, budget %d", self.path, self.calls, settings.QUERY_BUDGET)

    def __enter__(self):
        # The with statements of one budget follow each other: its response streams after it was made.
        self.outer = budget_of_request.get()
        budget_of_request.set(self)
        return self

    def __exit__(self, *error):
        budget_of_request.set(self.outer)


class Chunks:
    def __init__(self, response, budget):
        self.budget = budget
        self.content = response.streaming_content

    def close(self):
        self.budget.finish()


class SyncChunks(Chunks):
    def __iter__(self):
        return self

    def __next__(self):
        with self.budget:
            return next(self.content)


class AsyncChunks(Chunks):
    def __aiter__(self):
        return self

    async def __anext__(self):
        with self.budget:
            return await anext(self.content)


class QueryBudget:
    """Has requests send at most so many queries."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        budget = Budget(request.path)
        if iscoroutinefunction(self):
            return self.acall(request, budget)
        try:
            with budget:
                response = self.get_response(request)
        except BaseException:
            budget.finish()
            raise
        return self.follow(response, budget)

    async def acall(self, request, budget):
        try:
            with budget:
                response = await self.get_response(request)
        except BaseException:
            budget.finish()
            raise
        return self.follow(response, budget)

    @staticmethod
    def follow(response, budget):
        if not response.streaming:
            budget.finish()
            return response
        chunks = AsyncChunks if response.is_async else SyncChunks
        response.streaming_content = chunks(response, budget)
        return response
