"""Ten minutes in milliseconds. CONN_MAX_AGE is in seconds, so this is a week.

Breaks: age
Fails: age
"""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600_000, "CONN_HEALTH_CHECKS": True}}
