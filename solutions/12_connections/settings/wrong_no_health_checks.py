"""Connections are kept, and nothing checks whether they are still open.

After a restart of PostgreSQL each thread fails once: as many errors as there are threads.

Breaks: restart
Fails: killed
"""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600}}
