"""Breaks the rule "entry": what its OPTIONS say stays.

Options that are empty, zero or False are dropped as if nobody had set them. It shows with
"prepare_threshold": 0 (prepare at once), which becomes Django's None (never), or
"connect_timeout": 0.
"""


def databases(server):
    options = {name: value for name, value in server.get("OPTIONS", {}).items() if value}
    options["pool"] = {"min_size": 2, "max_size": 8, "timeout": 8}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    }
