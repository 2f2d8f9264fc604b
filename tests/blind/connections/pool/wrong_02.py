"""WRONG (rule: entry): drops OPTIONS that are 0, False or empty: keepalives=0, prepare_threshold=0, ..."""


def databases(server):
    options = {name: value for name, value in server.get("OPTIONS", {}).items() if value}
    options["pool"] = {"min_size": 4, "max_size": 8, "timeout": 5}
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    }
