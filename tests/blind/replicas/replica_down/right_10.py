"""What is known stands in the class of the router; in Django's chain only the view is repeated."""

import threading
import time

from asgiref.sync import async_to_sync, iscoroutinefunction

from django.db import Error, OperationalError, connections


class Router:
    _mutex = threading.Lock()
    _retry_at = None
    _thread = threading.local()

    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        return "replica" if self._can_read_replica() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"

    @classmethod
    def _waits(cls):
        retry_at = Router._retry_at
        return retry_at is not None and time.monotonic() < retry_at

    @classmethod
    def _can_read_replica(cls):
        if getattr(cls._thread, "barred", False) or cls._waits():
            return False
        connection = connections["replica"]
        connection.close_if_health_check_failed()
        if connection.connection is not None:
            return True
        with cls._mutex:
            if cls._waits():
                return False
            try:
                connection.ensure_connection()
            except OperationalError:
                Router._retry_at = time.monotonic() + 5.1
                connection.close()
                return False
            Router._retry_at = None
            return True

    @classmethod
    def _primary(cls, function, *args, **kwargs):
        """Call a function that reads from the primary only."""
        cls._thread.barred = True
        try:
            return function(*args, **kwargs)
        finally:
            cls._thread.barred = False

    @classmethod
    def _lost(cls, request, exception):
        """Say whether a page that only reads failed because its connection broke; forget that."""
        connection = connections["replica"]
        if request.method not in ("GET", "HEAD") or getattr(cls._thread, "barred", False):
            return False
        if not isinstance(exception, Error) or connection.connection is None:
            return False
        if not connection.connection.closed:
            return False
        connection.close()
        return True


def middleware(get_response):
    def respond(request):
        connection = connections["replica"]
        if connection.connection is not None and not connection.in_atomic_block:
            if not connection.is_usable():
                connection.close()
        try:
            return get_response(request)
        except Error as exception:
            if not Router._lost(request, exception):
                raise
        return Router._primary(get_response, request)

    def process_exception(request, exception):
        if not Router._lost(request, exception):
            return None
        view, args, kwargs = request.resolver_match
        if iscoroutinefunction(view):
            view = async_to_sync(view)
        response = Router._primary(view, request, *args, **kwargs)
        if hasattr(response, "render") and callable(response.render):
            # Rendering reads too: not later, when the replica would be asked again.
            response = Router._primary(response.render)
        return response

    respond.process_exception = process_exception
    return respond
