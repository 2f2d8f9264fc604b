"""Breaks the rule "connections": the last two requests come half a minute later.

PostgreSQL is told to end sessions that have been idle for twenty seconds. Nobody gets an error, but
when half a minute really passes, all 16 threads connect again: 32 connections.
"""


def databases(server):
    options = dict(server.get("OPTIONS", {}))
    said = options.get("options", "")
    options["options"] = f"{said} -c idle_session_timeout=20000".strip()
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    }
