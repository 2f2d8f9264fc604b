"""WRONG (rule: restart): checks only a server elsewhere; one on this machine restarts too."""

LOCAL = {"", "localhost", "127.0.0.1", "::1"}


def databases(server):
    host = server.get("HOST") or ""
    remote = host not in LOCAL and not host.startswith("/")
    # The check costs a query per request: only where a network can lose the connection.
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": remote}}
