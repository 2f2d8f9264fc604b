"""WRONG (rule: entry): one dictionary for all calls: a second call changes what the first returned.

The first setting then says where the second server is.
"""

DEFAULT = {}


def databases(server):
    DEFAULT.clear()
    DEFAULT.update(server, CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
    return {"default": DEFAULT}
