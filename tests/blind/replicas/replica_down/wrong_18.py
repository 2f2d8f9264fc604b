"""Wrong (router): a page's choice comes before the question whether there is a transaction: who has read from the
replica before atomic() reads from it in there too, and doesn't see what it has written."""

from contextvars import ContextVar
from threading import Lock
from time import monotonic

from django.db import Error, connections
from django.http import HttpResponse

choice = ContextVar("choice", default=None)


class Replica:
    """What this process knows of the replica."""

    WAIT = 8

    def __init__(self):
        self.connecting = Lock()
        self.failed_at = None

    def resting(self):
        return self.failed_at is not None and monotonic() - self.failed_at < self.WAIT

    def alive(self):
        """Return whether this thread has a connection that works; connect if need be."""
        if self.resting():
            return False
        wrapper = connections["replica"]
        if wrapper.in_atomic_block:
            return True
        if wrapper.connection is not None:
            if wrapper.is_usable():
                return True
            wrapper.close()
        with self.connecting:
            if self.resting():
                return False
            try:
                wrapper.ensure_connection()
            except Error:
                self.failed_at = monotonic()
                wrapper.close()
                return False
            self.failed_at = None
            return True

    def lost(self):
        wrapper = connections["replica"]
        return wrapper.connection is None or not wrapper.is_usable()


replica = Replica()


class Router:
    def db_for_read(self, model, **hints):
        page = choice.get()
        if page is not None and page["alias"] is not None:
            return page["alias"]
        if connections["default"].in_atomic_block:
            return "default"
        if page is None:  # not in a request
            return "replica" if replica.alive() else "default"
        if page["alias"] is None:
            page["alias"] = "replica" if replica.alive() else "default"
        return page["alias"]

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def once_more(request, exception):
        page = choice.get()
        return (
            request.method == "GET"
            and isinstance(exception, Error)
            and page is not None
            and page["alias"] == "replica"
            and replica.lost()
        )

    def respond(request):
        page = {"alias": None, "again": False}
        token = choice.set(page)
        try:
            try:
                response = get_response(request)
            except Error as error:
                if not once_more(request, error):
                    raise
                page["again"] = True
            if page["again"]:
                connections["replica"].close()
                page["alias"] = "default"
                response = get_response(request)
            return response
        finally:
            choice.reset(token)

    def process_exception(request, exception):
        if not once_more(request, exception):
            return None
        choice.get()["again"] = True
        return HttpResponse(status=503)

    respond.process_exception = process_exception
    return respond
