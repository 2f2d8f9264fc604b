"""No connection is kept: few are open at the same time on most days, and every request opens one.

It limits nothing either: when 32 requests come at the same time, there are 32 connections.

Breaks: connections
Fails: connections
"""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 0}}
