"""entry: our settings come after those of the entry, and PostgreSQL takes the last one.
Shows with an entry that sets such a limit itself, as "-c statement_timeout=2s" or "-c lock_timeout=500": ours
is in force instead. (Other settings, as search_path, stay.)
"""


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
    statement = min(0.3 * seconds, max(left, 0.26 * seconds))
    lock = 0.6 * statement

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
                "options": " ".join([options, *ours]).strip(),
            }
        }
    }
