"""WRONG (rule: restart): keeps connections, but looks at none: the first request after a restart fails."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600}}
