"""Breaks the rule "entry": what the entry says stays.

The setting is made once, of the first entry. It shows in the second call with another entry (a
test's database, say), which returns the first one's.
"""

DATABASES = {}


def databases(server):
    if not DATABASES:
        pool = {"min_size": 0, "max_size": 8, "timeout": 8}
        DATABASES["default"] = {
            **server,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
        }
    return DATABASES
