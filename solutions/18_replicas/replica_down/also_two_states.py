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


def middleware(get_response):
    def respond(request):
        connection = connections["replica"]
        if connection.connection is not None:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
            except (OperationalError, InterfaceError):
                connection.close()
        return get_response(request)

    return respond
