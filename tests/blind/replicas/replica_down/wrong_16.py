"""Wrong (down: the first one): only connecting is guarded.

A GET whose open connection to the replica is lost gets the error; Django then closes the connection,
and only the next GET of this thread is answered from the primary.
"""

import threading
import time

from django.db import InterfaceError, OperationalError, connections

PAUSE = 10

lock = threading.Lock()
next_try = 0.0


def replica_works():
    global next_try
    connection = connections["replica"]
    if connection.in_atomic_block:
        return True
    if time.monotonic() < next_try:
        return False
    if connection.connection is not None:
        return True
    with lock:
        if time.monotonic() < next_try:
            return False
        try:
            connection.ensure_connection()
        except (OperationalError, InterfaceError):
            next_try = time.monotonic() + PAUSE
            connection.close()
            return False
    return True


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or not replica_works():
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        connection = connections["replica"]
        if connection.connection is not None and connection.errors_occurred:
            connection.close()
        return get_response(request)

    return respond
