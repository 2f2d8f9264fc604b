"""The log of slow queries works on every laptop, and in production it is empty.

Several times a day a page of Arena hangs, and nobody knows in which query. There is a log of slow
queries, set up as many articles tell: it listens to Django's own logger, django.db.backends. But
Django speaks to that logger only while DEBUG is on. On the real site DEBUG is off, and the log
stays empty, whatever its level.

Change install() so that the log does not depend on DEBUG. After install(budget_ms), each call of
execute() or executemany() that takes longer than budget_ms milliseconds, and no other call, makes
one WARNING on the logger "arena.slow_queries". The message is "12.3 ms: SELECT ...": the time with
one decimal, then the SQL. The record's attribute duration_ms is the time as a number.

- A query that fails counts too: one that is cancelled after a minute is the slowest of the day.
  Queries return and raise what they did before.
- Every connection counts, whatever its alias: those of this thread that are open when install() is
  called, and those that are opened later, in any thread.
- install() may be called again, and then the last budget holds. Connections are closed and opened
  again, as Django does between requests. Still no query is logged twice.
- No value of a parameter is in the record, neither in its message nor in an attribute: it may be
  somebody's address.

Allowed: no query of your own, and no list of past queries (Django keeps 9,000 when it logs them).
"""

import logging
from logging.config import dictConfig


class SlowQueries(logging.Handler):
    """Passes on what Django says of a query that took too long."""

    def __init__(self, budget_ms):
        super().__init__()
        self.budget_ms = budget_ms

    def emit(self, record):
        """Take what Django says of any query."""
        ms = record.duration * 1000
        if ms > self.budget_ms:
            log = logging.getLogger("arena.slow_queries")
            log.warning("%.1f ms: %s", ms, record.sql, extra={"duration_ms": ms})


def install(budget_ms):
    # TODO: with DEBUG off nothing arrives here. Measure where every query passes.
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"slow": {"()": SlowQueries, "budget_ms": budget_ms}},
            "loggers": {"django.db.backends": {"level": "DEBUG", "handlers": ["slow"]}},
        }
    )
