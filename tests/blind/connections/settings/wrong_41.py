"""Breaks the rule "entry": what the entry says stays.

Only the keys that say where the database is are taken over. It shows with an entry that also has
ATOMIC_REQUESTS, TIME_ZONE, DISABLE_SERVER_SIDE_CURSORS or TEST: they are lost.
"""

KEYS = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


def databases(server):
    entry = {key: server[key] for key in KEYS if key in server}
    return {"default": {**entry, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
