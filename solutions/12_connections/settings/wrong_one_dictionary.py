"""The options are one dictionary for all calls: what a later entry says changes the setting.

Breaks: entry
Fails: answer
"""

OPTIONS = {}


def databases(server):
    OPTIONS.clear()
    OPTIONS.update(server["OPTIONS"])
    kept = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "OPTIONS": OPTIONS}
    return {"default": {**server, **kept}}
