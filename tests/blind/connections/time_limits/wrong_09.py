"""Breaks "entry": our limits come after the entry's own in "options", and the last one counts.

An entry with -c lock_timeout=2500, or a statement_timeout of its own, is overruled. All else in
"options" stays.

It is accepted: no rule says what becomes of an entry that contradicts a limit.
"""


def databases(server, seconds):
    options = dict(server.get("OPTIONS", {}))
    limits = {
        "statement_timeout": seconds * 400,  # milliseconds
        "lock_timeout": 1500,
        "idle_in_transaction_session_timeout": seconds * 500,
    }
    ours = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options["options"] = f"{options.get('options') or ''} {ours}".strip()
    options["pool"] = {"timeout": seconds / 5, **options["pool"]}
    network = {
        "connect_timeout": 2,
        "tcp_user_timeout": seconds * 250,
        "keepalives": 1,
        "keepalives_idle": 1,
        "keepalives_interval": 1,
        "keepalives_count": 3,
    }
    return {"default": {**server, "OPTIONS": {**network, **options}}}
