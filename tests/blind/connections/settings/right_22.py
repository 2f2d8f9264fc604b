"""RIGHT: a deep copy with an hour at most, and TCP keepalives where the entry says nothing of them."""

from copy import deepcopy
from datetime import timedelta

KEEPALIVES = {"keepalives": 1, "keepalives_idle": 60}


def databases(server):
    default = deepcopy(server)
    default["CONN_MAX_AGE"] = int(timedelta(minutes=59).total_seconds())
    default["CONN_HEALTH_CHECKS"] = True
    options = default.setdefault("OPTIONS", {})
    for name, value in KEEPALIVES.items():
        options.setdefault(name, value)
    return {"default": default}
