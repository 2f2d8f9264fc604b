"""RIGHT: Django's pool of at most 8, with the check, added to the OPTIONS of the entry."""


def databases(server):
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": {"max_size": 8, "timeout": 5}},
        }
    }
