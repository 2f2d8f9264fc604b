"""Health checks without an age: there is never a connection from before to look at.

CONN_MAX_AGE is 0 unless it is set, and then each request closes what it has opened.

Fails: sessions
"""


def databases(server):
    return {"default": {**server, "CONN_HEALTH_CHECKS": True}}
