"""Connections are kept, and nobody looks whether they still live.

After a restart of PostgreSQL each thread fails once: as many errors as there are threads.

Fails: killed
"""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600}}
