"""RIGHT: a function for any alias; TCP keepalives and a limit for connecting, if the entry has none."""

ADDED = {"keepalives": 1, "keepalives_idle": 30, "connect_timeout": 5}


def pooled(entry, size, wait):
    entry = entry.copy()
    options = ADDED | (entry.pop("OPTIONS", None) or {})
    options["pool"] = {"min_size": size // 2, "max_size": size, "timeout": wait}
    entry["OPTIONS"] = options
    entry["CONN_MAX_AGE"] = 0
    entry["CONN_HEALTH_CHECKS"] = True
    return entry


def databases(server):
    return {"default": pooled(server, size=8, wait=9.5)}
