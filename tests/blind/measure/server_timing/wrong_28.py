"""Wrong (header): a query that fails is not counted, nor its time: a view that catches an IntegrityError,
or a statement timeout after two seconds, has a query too few."""

import logging
import time

from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Meter:
    def __init__(self):
        self.start = time.perf_counter()
        self.queries = 0
        self.db_ms = 0.0
        self.longest_ms = 0.0

    @property
    def total_ms(self):
        return (time.perf_counter() - self.start) * 1000

    def __enter__(self):
        self.watched = connections.all()
        for connection in self.watched:
            connection.execute_wrappers.insert(0, self.measure)

    def __exit__(self, *error):
        for connection in self.watched:
            connection.execute_wrappers.remove(self.measure)

    def measure(self, execute, sql, params, many, context):
        start = time.perf_counter()
        result = execute(sql, params, many, context)
        ms = (time.perf_counter() - start) * 1000
        self.queries += 1
        self.db_ms += ms
        self.longest_ms = max(self.longest_ms, ms)
        return result


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        meter = Meter()
        with meter:
            response = self.get_response(request)
        response.headers["Server-Timing"] = (
            f'db;dur={meter.db_ms:.1f};desc="{meter.queries} queries", '
            f"total;dur={meter.total_ms:.1f}"
        )
        if response.streaming:
            self.follow(request, response, meter)
        else:
            self.report(request, meter)
        return response

    def follow(self, request, response, meter):
        content, close = response.streaming_content, response.close
        open_streams = [meter]

        def finish():
            if open_streams:
                open_streams.clear()
                self.report(request, meter)

        def chunks():
            try:
                while True:
                    with meter:
                        chunk = next(content, None)
                    if chunk is None:
                        break
                    yield chunk
            except Exception:
                finish()
                raise
            finish()

        def close_and_finish():
            with meter:
                close()
            finish()

        response.streaming_content = chunks()
        response.close = close_and_finish

    def report(self, request, meter):
        total = meter.total_ms
        if total > self.response_ms or meter.longest_ms > self.query_ms:
            cost = {"queries": meter.queries, "db_ms": meter.db_ms, "total_ms": total}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
