"""down: only attempts to connect are caught. The first page whose open connection is lost is an
error; the connection is dropped for the next one.
"""

import threading
import time

from django.db import OperationalError, connections

lock = threading.Lock()
retry_at = float("-inf")


def usable():
    global retry_at
    conn = connections["replica"]
    if time.monotonic() < retry_at:
        return False
    if conn.connection is not None:
        return True
    with lock:
        if time.monotonic() < retry_at:
            return False
        try:
            conn.ensure_connection()
        except OperationalError:
            retry_at = time.monotonic() + 5
            conn.close()
            return False
    return True


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        return "replica" if usable() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        try:
            return get_response(request)
        finally:
            conn = connections["replica"]
            if conn.connection is not None and conn.connection.closed:
                conn.close()

    return respond
