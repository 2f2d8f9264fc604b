"""None: a connection lives as long as its thread, for months if need be.

It is what most articles advise. Each process of PostgreSQL keeps what it has learnt of the tables
that it has met, and its memory only grows; and when the database moves behind its name, those who
are connected do not follow.

Fails: age
"""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
