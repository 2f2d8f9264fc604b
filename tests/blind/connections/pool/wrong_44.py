"""Breaks the rule "queue": a request that finds none free waits.

Of 32 threads, eight have a connection and 24 wait, so the queue has 24 places. It shows when all 32
ask before the pool has connected, after a start: 32 wait then, and eight of them fail at once.
"""


def databases(server):
    pool = {"min_size": 8, "max_size": 8, "timeout": 8, "max_waiting": 32 - 8}
    return {
        "default": {
            **server,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
        }
    }
