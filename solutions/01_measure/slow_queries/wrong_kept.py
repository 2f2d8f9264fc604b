"""force_debug_cursor makes Django log without DEBUG as well. Django then fills the values into the
SQL, keeps the last 9,000 queries of each connection in memory, and has no SQL of a query that the
driver refused.

Breaks: message
Fails: production
"""

import logging
from logging.config import dictConfig

from django.db import connections
from django.db.backends.signals import connection_created


class SlowQueries(logging.Handler):
    def __init__(self, budget_ms):
        super().__init__()
        self.budget_ms = budget_ms

    def emit(self, record):
        ms = record.duration * 1000
        if ms > self.budget_ms:
            log = logging.getLogger("arena.slow_queries")
            log.warning("%.1f ms: %s", ms, record.sql, extra={"duration_ms": ms})


def attach(connection, **kwargs):
    connection.force_debug_cursor = True


def install(budget_ms):
    connection_created.connect(attach)
    for connection in connections.all():
        attach(connection)
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"slow": {"()": SlowQueries, "budget_ms": budget_ms}},
            "loggers": {"django.db.backends": {"level": "DEBUG", "handlers": ["slow"]}},
        }
    )
