"""Breaks the rule "together": 8 requests can use the database at the same time.

The largest number is made of the machine's processors. With two or more it is eight; on a server
with one, the fifth request waits.
"""

import os


def databases(server):
    pool = {"min_size": 1, "max_size": min(8, 4 * (os.cpu_count() or 1)), "timeout": 8}
    return {
        "default": {
            **server,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
        }
    }
