"""Nothing is kept: few are open at once on most days, and every request opens one again.

It limits nothing either: when 32 requests come at once, there are 32 connections.

Fails: connections
"""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 0}}
