"""WRONG (rule: entry): takes the usual keys; TIME_ZONE, ATOMIC_REQUESTS, TEST and others are lost."""

PLACE = ["ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"]


def databases(server):
    default = {key: server[key] for key in PLACE if key in server}
    default["CONN_MAX_AGE"] = 600
    default["CONN_HEALTH_CHECKS"] = True
    return {"default": default}
