"""TCP keepalives in place of health checks: they keep a firewall awake, and that is all.

A connection that PostgreSQL has ended in an orderly way is dead, and the driver learns it from the
next query.

Fails: killed
"""


def databases(server):
    options = {**server["OPTIONS"], "keepalives": 1, "keepalives_idle": 30}
    return {"default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 600}}
