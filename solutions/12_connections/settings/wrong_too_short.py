"""Five seconds: on a busy day it helps, and at night every request opens a connection again.

The age counts from when a connection was opened, not from when it was last used.

Breaks: connections
Fails: sessions
"""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 5, "CONN_HEALTH_CHECKS": True}}
