"""Half an hour, health checks, and TCP's own ones for a server that vanished without a word."""

import copy
from datetime import timedelta

LIVES = timedelta(minutes=30)
KEEPALIVES = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 5}


def databases(server):
    entry = copy.deepcopy(server)
    entry["OPTIONS"] = KEEPALIVES | entry.get("OPTIONS", {})  # the entry's win
    entry["CONN_MAX_AGE"] = int(LIVES.total_seconds())
    entry["CONN_HEALTH_CHECKS"] = True
    return {"default": entry}
