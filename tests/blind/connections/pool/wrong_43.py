"""Breaks the rule "connections": over at most 8, and never open more.

Each connection is replaced after two seconds. There are never more than eight at the same time, but
when the requests take longer than that, more than eight are opened for them.
"""


def databases(server):
    pool = {"min_size": 4, "max_size": 8, "timeout": 8, "max_lifetime": 2.0}
    return {
        "default": {
            **server,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
        }
    }
