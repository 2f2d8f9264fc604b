"""RIGHT: ten minutes and a check, added to what the entry says."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
