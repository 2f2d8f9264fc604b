"""WRONG (rule: connections): 30 seconds from opening, so the requests half a minute later connect again."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 30, "CONN_HEALTH_CHECKS": True}}
