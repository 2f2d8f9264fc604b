"""PostgreSQL ends sessions that are idle for twenty seconds, so the threads connect anew.

Breaks: connections
Fails: sessions
"""


def databases(server):
    options = dict(server.get("OPTIONS", {}))
    said = options.get("options", "")
    options["options"] = f"{said} -c idle_session_timeout=20000".strip()
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    }
