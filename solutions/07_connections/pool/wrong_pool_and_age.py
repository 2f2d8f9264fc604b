"""A pool, and connections that threads keep: what is kept never goes back, so Django refuses.

Fails: answer
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    return {
        "default": {
            **server,
            "OPTIONS": options,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    }
