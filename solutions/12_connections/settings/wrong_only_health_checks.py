"""Health checks without an age: there is never an earlier connection to check.

CONN_MAX_AGE is 0 by default, and then each request closes what it has opened.

Breaks: connections
Fails: sessions
"""


def databases(server):
    return {"default": {**server, "CONN_HEALTH_CHECKS": True}}
