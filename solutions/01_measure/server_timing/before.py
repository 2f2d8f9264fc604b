"""The browser's developer tools can show what a page spent in the database. On Arena they show 0.

This middleware comes first in MIDDLEWARE. It sends a Server-Timing header, which browsers draw
beside the loading time of a page, and it logs the responses that are too slow. But it asks
connection.queries, which Django fills only while DEBUG is on, which forgets all but the last 9,000
queries, and which belongs to one connection. So production reports "0 queries", always.

Change the middleware so that it tells the truth. The header keeps its form:

    db;dur=12.3;desc="4 queries", total;dur=20.1

Here 4 is the number of calls of execute() and executemany() between request and response, those
that failed included; 12.3 and 20.1 are milliseconds, in these calls and in all. Every response has
the header, also an error, a redirect, a 304 and the answer to HEAD.

- Count on every connection of the thread, whatever its alias, and whether it was open before.
- A response is slow when it took longer than response_ms, or one query in it longer than query_ms.
  It makes one WARNING on the logger "arena.slow_responses", with the path in the message and the
  attributes queries, db_ms and total_ms. A response that is not slow is not logged.
- The content of a streaming response is made while it is sent, long after its header. So the header
  tells what is known when the middleware returns, and the log counts to the end of the stream, also
  when that end is an error or the visitor's leaving. Chunks are passed on as they come.
- Requests are served in several threads at once, by one instance of the middleware. None may see
  another's queries. Afterwards the connections are as they were; an exception passes through.

Allowed: no query of your own. Arena runs under WSGI: an asynchronous version is not asked for.
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
