"""RIGHT: eight connections that are always open, in a deep copy that setdefault fills."""

from copy import deepcopy

CONNECTIONS = 8


def databases(server):
    default = deepcopy(server)
    default.setdefault("OPTIONS", {})["pool"] = dict(
        min_size=CONNECTIONS,
        max_size=CONNECTIONS,
        timeout=6.0,
        max_waiting=0,  # as many as want to
        name="arena",
    )
    default.update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True)
    return {"default": default}
