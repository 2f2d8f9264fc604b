"""Breaks the rule "queue": a request that finds none free fails after ten seconds at most.

The timeout is eight seconds, but the pool asks twice. It shows when no connection comes back: the
request fails after sixteen.
"""

import psycopg_pool


class PatientPool(psycopg_pool.ConnectionPool):
    def getconn(self, timeout=None):
        try:
            return super().getconn(timeout)
        except psycopg_pool.PoolTimeout:
            return super().getconn(timeout)  # the others may have needed a little longer


if psycopg_pool.ConnectionPool.__name__ != PatientPool.__name__:
    psycopg_pool.ConnectionPool = PatientPool  # Django imports it when it needs a pool


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "timeout": 8}
    return {
        "default": {
            **server,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
        }
    }
