"""Django's settings in OPTIONS, which go to the driver, and it knows none of them.

Breaks: entry
Fails: answer
"""


def databases(server):
    options = {**server["OPTIONS"], "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    return {"default": {**server, "OPTIONS": options}}
