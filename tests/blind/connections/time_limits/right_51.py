"""Every limit is a share of `seconds`: 0.2 for the pool, 0.3 for a statement and 0.2 to notice a dead network."""


def databases(server, seconds):
    options = server["OPTIONS"]
    milliseconds = int(seconds * 1000)
    limits = {
        "statement_timeout": milliseconds * 3 // 10,
        "lock_timeout": milliseconds * 2 // 10,
        "idle_in_transaction_session_timeout": milliseconds * 5 // 10,
    }
    tenth = max(1, int(seconds / 10))
    flags = " ".join(f"-c {name}={value}" for name, value in limits.items())
    return {
        "default": {
            **server,
            "OPTIONS": {
                **options,
                "pool": {**options["pool"], "timeout": seconds * 0.2},
                "options": f"{options.get('options') or ''} {flags}".strip(),
                "connect_timeout": max(2, int(seconds * 0.2)),
                "tcp_user_timeout": milliseconds * 2 // 10,
                "keepalives": 1,
                "keepalives_idle": tenth,
                "keepalives_interval": tenth,
                "keepalives_count": 1,
            },
        }
    }
