"""WRONG (rule: entry): when the entry's OPTIONS have a connect_timeout, it is changed."""


def databases(server):
    options = {**server.get("OPTIONS", {}), "connect_timeout": 5}
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    }
