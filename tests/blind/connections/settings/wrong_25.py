"""WRONG (rule: age): two hours; a connection that is an hour old stays."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 2 * 60 * 60, "CONN_HEALTH_CHECKS": True}}
