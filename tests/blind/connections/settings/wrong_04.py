"""WRONG (rule: restart): CONN_HEALTH_CHECK without its S is unknown to Django, so there is no check."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECK": True}}
