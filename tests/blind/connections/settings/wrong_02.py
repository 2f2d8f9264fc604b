"""WRONG (rule: age): None keeps a connection forever; the check does not notice its age."""


def databases(server):
    # A dead connection is noticed by the check, so there is no need to close it by the clock.
    return {"default": {**server, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
