"""WRONG (rule: streams): logs a streaming response when it begins, so what its chunks ask for, and how long they take, is not in the log."""

import logging
import time

from django.db import connections

log = logging.getLogger("arena.slow_responses")


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        times = []

        def note(execute, sql, params, many, context):
            """Run a query, and note how long it took."""
            begin = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                times.append((time.perf_counter() - begin) * 1000)

        watched = connections.all()
        for connection in watched:
            connection.execute_wrappers.insert(0, note)
        try:
            response = self.get_response(request)
        finally:
            for connection in watched:
                connection.execute_wrappers.remove(note)
        total = (time.perf_counter() - start) * 1000
        response.headers["Server-Timing"] = (
            f'db;dur={sum(times):.1f};desc="{len(times)} queries", total;dur={total:.1f}'
        )
        if total > self.response_ms or max(times, default=0) > self.query_ms:
            cost = {"queries": len(times), "db_ms": sum(times), "total_ms": total}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
        return response
