"""RIGHT: pairs, one after the other; the later ones win; twenty minutes."""

from itertools import chain


def pairs(server):
    return chain(server.items(), [("CONN_MAX_AGE", 1200), ("CONN_HEALTH_CHECKS", True)])


def databases(server):
    return {"default": {key: value for key, value in pairs(server)}}
