"""A pool and CONN_MAX_AGE: what a thread keeps never comes back, so Django refuses.

Breaks: entry
Fails: answer
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8, "timeout": 5}}
    return {
        "default": {
            **server,
            "OPTIONS": options,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    }
