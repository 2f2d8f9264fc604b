"""RIGHT: also a limit for connecting, unless the entry's OPTIONS have their own."""


def databases(server):
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 900,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 10, **server.get("OPTIONS", {})},
        }
    }
