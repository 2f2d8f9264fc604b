"""Breaks "idle": the wrong limit is set.

idle_session_timeout ends sessions that wait outside a transaction (the pool's own, too); an idle
transaction is left alone.
"""


def databases(server, seconds):
    options = dict(server.get("OPTIONS", {}))
    limits = {
        "statement_timeout": seconds * 400,  # milliseconds
        "lock_timeout": 1500,
        "idle_session_timeout": seconds * 500,
    }
    ours = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options["options"] = f"{ours} {options.get('options') or ''}".strip()
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
