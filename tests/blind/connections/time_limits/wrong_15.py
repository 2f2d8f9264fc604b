"""Breaks "request": the pool's wait and the statement's limit are looked at one by one.

Each is less than `seconds`, and half of it for the one and half for the other make all of it.
"""


def databases(server, seconds):
    options = dict(server.get("OPTIONS", {}))
    limits = {
        "statement_timeout": seconds * 500,  # milliseconds
        "lock_timeout": 1500,
        "idle_in_transaction_session_timeout": seconds * 500,
    }
    ours = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options["options"] = f"{ours} {options.get('options') or ''}".strip()
    options["pool"] = {"timeout": seconds / 2, **options["pool"]}
    network = {
        "connect_timeout": 2,
        "tcp_user_timeout": seconds * 250,
        "keepalives": 1,
        "keepalives_idle": 1,
        "keepalives_interval": 1,
        "keepalives_count": 3,
    }
    return {"default": {**server, "OPTIONS": {**network, **options}}}
