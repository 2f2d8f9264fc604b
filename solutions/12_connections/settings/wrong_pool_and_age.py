"""A pool and CONN_MAX_AGE: Django refuses to keep a connection of a pool for one thread.

Breaks: entry
Fails: answer
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": True}
    return {"default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 600}}
