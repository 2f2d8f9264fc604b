"""RIGHT: a deep copy, changed in place; the longest age, an hour."""

import copy


def databases(server):
    default = copy.deepcopy(server)
    default["CONN_MAX_AGE"] = 3600
    default["CONN_HEALTH_CHECKS"] = True
    return {"default": default}
