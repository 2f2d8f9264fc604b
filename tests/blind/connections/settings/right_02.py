"""RIGHT: the | of two dictionaries, with constants; five minutes."""

MINUTE = 60
KEPT = {"CONN_MAX_AGE": 5 * MINUTE, "CONN_HEALTH_CHECKS": True}


def databases(server):
    return {"default": server | KEPT}
