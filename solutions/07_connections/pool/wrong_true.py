"""True means psycopg's own size: four connections, no more.

The fifth request waits, though the database would have had a place for it.

Fails: together
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": True}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
