"""RIGHT: a deep copy, changed in place; the pool is empty at first and grows to eight."""

import copy


def databases(server):
    default = copy.deepcopy(server)
    default["CONN_MAX_AGE"] = 0  # the pool keeps them, not the thread
    default["CONN_HEALTH_CHECKS"] = True
    default.setdefault("OPTIONS", {})["pool"] = {"min_size": 0, "max_size": 8, "timeout": 8.0}
    return {"default": default}
