"""WRONG (rule: entry): the pool replaces the OPTIONS of the entry."""


def databases(server):
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"pool": {"min_size": 4, "max_size": 8, "timeout": 5}},
        }
    }
