"""A time limit for statements replaces what the entry says in libpq's "options".

Breaks: entry
Fails: answer
"""


def databases(server):
    options = {**server.get("OPTIONS", {}), "options": "-c statement_timeout=30000"}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    }
