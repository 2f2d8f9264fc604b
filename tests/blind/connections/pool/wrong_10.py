"""WRONG (rule: entry): changes the application_name and connect_timeout that the entry's OPTIONS have."""

ADDED = {"application_name": "arena", "connect_timeout": 3}


def databases(server):
    options = server.get("OPTIONS", {}) | ADDED
    options["pool"] = {"min_size": 4, "max_size": 8, "timeout": 5}
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    }
