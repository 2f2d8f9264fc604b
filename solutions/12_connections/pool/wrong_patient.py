"""The time-out is psycopg's own, 30 seconds: a visitor waits that long for an error.

Their thread waits as well. When the database is slow, all threads are in that queue soon, and the
server answers nothing at all.

Breaks: queue
Fails: queue
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
