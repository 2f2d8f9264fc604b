"""TCP keepalives in place of health checks: they find a peer that no longer answers.

A connection that PostgreSQL has ended needs no keepalive: its end is there already, and nobody
looks before the next query.

Breaks: restart
Fails: killed
"""


def databases(server):
    options = {**server["OPTIONS"], "keepalives": 1, "keepalives_idle": 30}
    return {"default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 600}}
