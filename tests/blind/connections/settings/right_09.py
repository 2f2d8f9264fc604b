"""RIGHT: a function for any alias, with TCP keepalives where the entry has none; 45 minutes."""

ALIVE = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


def persistent(entry, minutes):
    entry = entry.copy()
    options = dict(entry.pop("OPTIONS", None) or {})
    for name, value in ALIVE.items():
        options.setdefault(name, value)
    return entry | {
        "CONN_MAX_AGE": 60 * minutes,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def databases(server):
    return {alias: persistent(entry, minutes=45) for alias, entry in [("default", server)]}
