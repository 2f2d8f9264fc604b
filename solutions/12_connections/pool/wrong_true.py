"""True means psycopg's own size: four connections, no more.

The fifth request waits, although the database could serve it.

Breaks: together
Fails: together
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"timeout": 5}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
