"""An object of the process reads the table in SQL, at most once a second; the middleware also works on an event loop."""

import hmac
import threading
import time

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.db import DatabaseError, InterfaceError, connections, models, router
from django.utils.decorators import sync_and_async_middleware


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


class Board:
    """What this process knows of the flags."""

    def __init__(self):
        self.lock = threading.Lock()
        self.state = {"percents": {}, "since": None}

    def fresh(self, begin):
        """Return the flags if they were read less than a second before a request began."""
        state = self.state
        if state["since"] is not None and begin - state["since"] < 1.0:
            return state["percents"]
        return None

    def get(self, begin):
        with self.lock:
            percents = self.fresh(begin)
            if percents is None:
                since = time.monotonic()  # before the query: it may not see what comes later
                try:
                    percents = self.read()
                except (DatabaseError, InterfaceError):
                    percents = self.state["percents"]
                self.state = {"percents": percents, "since": since}
            return percents

    def read(self):
        connection = connections[router.db_for_read(Flag)]
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT name, percent FROM {quote(Flag._meta.db_table)}")
            return dict(cursor.fetchall())


board = Board()


class Switch:
    def __init__(self, request, percents):
        self.request, self.percents = request, percents

    def __call__(self, name):
        return place(name, self.request.visitor) < self.percents.get(name, 0)


def place(name, visitor):
    """Return a number from 0 to 99, another for each pair, and always the same."""
    key, message = (text.encode("utf-8", "surrogatepass") for text in (name, str(visitor)))
    return int(hmac.new(key, message, "sha256").hexdigest(), 16) % 100


@sync_and_async_middleware
def flags(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            begin = time.monotonic()
            percents = board.fresh(begin)
            if percents is None:
                percents = await sync_to_async(board.get)(begin)
            request.is_on = Switch(request, percents)
            return await get_response(request)

    else:

        def middleware(request):
            begin = time.monotonic()
            percents = board.fresh(begin)
            request.is_on = Switch(request, board.get(begin) if percents is None else percents)
            return get_response(request)

    return middleware
