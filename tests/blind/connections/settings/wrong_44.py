"""Breaks the rule "restart": no request fails when PostgreSQL ended the connections.

A pool of 16 replaces dead connections, but a single request that finds only dead ones waits longer
and longer between them, and gives up after the timeout. It shows when all 16 were ended and one
request (not sixteen at once) comes next.
"""


def databases(server):
    pool = {"min_size": 16, "max_size": 16, "timeout": 10, "max_lifetime": 3000, "max_idle": 3000}
    return {
        "default": {
            **server,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
        }
    }
