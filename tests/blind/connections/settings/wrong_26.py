"""WRONG (rule: entry): its own time limit and name win over those in the entry's OPTIONS."""


def databases(server):
    options = {
        **server.get("OPTIONS", {}),
        "connect_timeout": 5,
        "application_name": "arena",
        "keepalives_idle": 60,
    }
    return {
        "default": {
            **server,
            "OPTIONS": options,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    }
