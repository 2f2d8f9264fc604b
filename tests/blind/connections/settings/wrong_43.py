"""Breaks the rule "restart": no request fails when PostgreSQL ended the connections.

A check is thought to be needed over the network only. It shows when HOST is empty or a folder (a
Unix socket): there, a restarted PostgreSQL makes each thread's next request fail.
"""


def databases(server):
    host = server.get("HOST") or "/"
    over_network = not host.startswith("/")
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": over_network}}
