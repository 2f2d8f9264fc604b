"""WRONG (rule: entry): replaces the OPTIONS of the entry (sslmode, application_name ...) by the pool."""


def databases(server):
    return {
        "default": {
            **server,
            "OPTIONS": {"pool": {"min_size": 2, "max_size": 8, "timeout": 8}},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
        }
    }
