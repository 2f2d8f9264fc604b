"""WRONG (rule: entry): copies the keys it knows; others of the entry (TIME_ZONE, ATOMIC_REQUESTS, TEST ...) are lost."""

WHERE = ["ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"]


def databases(server):
    default = {key: server[key] for key in WHERE if key in server}
    default["CONN_MAX_AGE"] = 600
    default["CONN_HEALTH_CHECKS"] = True
    return {"default": default}
