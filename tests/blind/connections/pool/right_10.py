"""RIGHT: ChainMaps, of which the first has the last word, as dictionaries; max_waiting 0 is no limit."""

from collections import ChainMap


def databases(server):
    pool = {"min_size": 3, "max_size": 8, "timeout": 5.0, "max_waiting": 0}
    options = dict(ChainMap({"pool": pool}, server.get("OPTIONS", {})))
    added = {"OPTIONS": options, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 0}
    return {"default": dict(ChainMap(added, server))}
