"""Breaks the rule "age": the next request closes a connection that is an hour old.

A minute is added, so that an hourly job finds the connection that it had the last time. It shows
when a connection is between 3600 and 3660 seconds old: it is used again.
"""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 3600 + 60, "CONN_HEALTH_CHECKS": True}}
