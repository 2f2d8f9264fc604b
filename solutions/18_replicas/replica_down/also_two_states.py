"""Up or down, with a lock: one thread asks whether the replica is back."""

import threading
import time

from django.db import InterfaceError, OperationalError, connections

PAUSE = 6
LOCK = threading.Lock()
state = {"is_up": True, "asked": 0.0}


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        return "replica" if replica_is_up() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def replica_is_up():
    if not state["is_up"]:
        with LOCK:
            if time.time() - state["asked"] < PAUSE:
                return False
            state["asked"] = time.time()
        return connects()
    if connections["replica"].connection is not None:
        return True
    with LOCK:
        return state["is_up"] and connects()


def connects():
    try:
        connections["replica"].ensure_connection()
    except OperationalError:
        state.update(is_up=False, asked=time.time())
    else:
        state["is_up"] = True
    return state["is_up"]


class middleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not works():
            connections["replica"].close()
        return self.get_response(request)

    def process_exception(self, request, error):
        if request.method not in {"GET", "HEAD"} or works():
            return None
        connections["replica"].close()
        view, args, kwargs = request.resolver_match
        response = view(request, *args, **kwargs)
        return response.render() if hasattr(response, "render") else response


def works():
    """Return whether this thread has no connection, or one that answers."""
    connection = connections["replica"]
    if connection.connection is None:
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return False
    return True
