"""Each limit is a share of the time; what the entry says comes last, and the shares make room for it.
"""

import re

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "h": 3600, "d": 86400}


def databases(server, seconds):
    said = server.get("OPTIONS") or {}
    pool = {"timeout": 0.15 * seconds} | dict(said.get("pool") or {})
    options = said.get("options") or ""

    # TCP: two probes without an answer, or data that nobody confirms. The kernel wants whole seconds.
    idle = max(1, int(seconds * 0.1))
    interval = max(1, int(seconds * 0.05))
    network = idle + 2 * interval

    # In the worst case the network fails just before the statement is over: all three add up.
    left = seconds - float(pool["timeout"]) - network - 0.5
    statement, lock = given(options, "statement_timeout"), given(options, "lock_timeout")
    if statement is None:
        statement = min(0.3 * seconds, max(left, 0.26 * seconds))
        if lock is not None and lock >= statement:
            statement = max(statement, min(1.2 * lock, left))
    if lock is None:
        lock = 0.6 * statement or 0.2 * seconds

    limits = {
        "statement_timeout": statement,
        "lock_timeout": lock,
        "idle_in_transaction_session_timeout": 0.5 * seconds,
    }
    ours = [f"-c {name}={round(limit * 1000)}" for name, limit in limits.items()]
    return {
        "default": server
        | {
            "OPTIONS": {
                "connect_timeout": max(2, int(seconds * 0.2)),
                "keepalives": 1,
                "keepalives_idle": idle,
                "keepalives_interval": interval,
                "keepalives_count": 2,
                "tcp_user_timeout": round((idle + 1.5 * interval) * 1000),  # milliseconds
                **said,
                "pool": pool,
                # PostgreSQL takes the last one.
                "options": " ".join([*ours, options]).strip(),
            }
        }
    }


def given(options, name):
    """Return the seconds that the options say for a setting, None if they say nothing."""
    name = name.replace("_", "[_-]")
    values = re.findall(rf"(?:-c\s*|--){name}=(\S+)", options, re.IGNORECASE)
    if not values:
        return None
    value = re.fullmatch(r"([\d.]+)(us|ms|s|min|h|d|)", values[-1])
    return value and float(value[1]) * UNITS[value[2] or "ms"]
