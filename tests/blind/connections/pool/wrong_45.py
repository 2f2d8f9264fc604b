"""Breaks the rule "restart": no request fails when a connection was ended between two requests.

A connection is looked at when a request gives it back, not when the next one takes it. It shows
when PostgreSQL ends it in between, while it is in the pool.
"""

from psycopg_pool import ConnectionPool


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "timeout": 8, "reset": ConnectionPool.check_connection}
    return {
        "default": {
            **server,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": False,
        }
    }
