"""Browsers' developer tools show that Arena's pages spend 0 ms in the database.

This middleware, the first in MIDDLEWARE, reads connection.queries: the last 9,000 of one
connection, with DEBUG on.

Change it so that header and log are right, with DEBUG on or off, under WSGI.

Rules:
- header: each response has db;dur=12.3;desc="4 queries", total;dur=20.1: calls of execute() and
  executemany(), failed too; milliseconds in them and in all.
- connections: count every alias of the thread, open or not.
- slow: over response_ms, or one query over query_ms, makes one WARNING on "arena.slow_responses":
  path in the message; attributes queries, db_ms, total_ms. Log nothing else.
- streams: pass chunks on as they come. The header tells what is known; the log counts to the end,
  failed and closed streams too.
- threads: simultaneous requests count apart, even in one thread.
- unchanged: connections, afterwards; exceptions.

Allowed:
- queries: none of yours.
"""

import logging
import time

from django.db import connection

log = logging.getLogger("arena.slow_responses")


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        response = self.get_response(request)
        # TODO: measure the queries yourself; in a streaming response some are still to come.
        times = [float(query["time"]) * 1000 for query in connection.queries]
        total = (time.perf_counter() - start) * 1000
        response.headers["Server-Timing"] = (
            f'db;dur={sum(times):.1f};desc="{len(times)} queries", total;dur={total:.1f}'
        )
        if total > self.response_ms or max(times, default=0) > self.query_ms:
            cost = {"queries": len(times), "db_ms": sum(times), "total_ms": total}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
        return response
