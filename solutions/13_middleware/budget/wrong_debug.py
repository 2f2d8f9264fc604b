"""connection.queries is empty in production, where DEBUG is off.

Breaks: count
Fails: wsgi
"""

import logging

from django.conf import settings
from django.db import connections

log = logging.getLogger("arena.budget")


class QueryBudgetExceeded(Exception):
    """A request sends more queries than it may."""


class QueryBudget:
    """Has requests send at most so many queries."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = self.calls()
        response = self.get_response(request)
        calls = self.calls() - before
        if calls > settings.QUERY_BUDGET:
            if settings.QUERY_BUDGET_RAISES:
                raise QueryBudgetExceeded(request.path)
            log.warning("%s: %d queries, budget %d", request.path, calls, settings.QUERY_BUDGET)
        return response

    def calls(self):
        return sum(len(connection.queries) for connection in connections.all())
