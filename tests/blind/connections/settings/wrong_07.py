"""WRONG (rule: entry): its own OPTIONS replace those of the entry."""


def databases(server):
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"keepalives": 1, "keepalives_idle": 30},
        }
    }
