"""None: a connection lives as long as its thread, for months if need be.

Each process of PostgreSQL caches what it has read about tables, and that only grows. When the
database's name leads to another server, open connections do not follow.

Breaks: age
Fails: age
"""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
