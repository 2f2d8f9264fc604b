"""Breaks "connect": an attempt to connect has no limit of its own.

"TCP limits it": if the server accepts the connection, acknowledges all, and says nothing, no
packet is missing, and the attempt waits for ever.
"""


def databases(server, seconds):
    options = dict(server.get("OPTIONS", {}))
    limits = {
        "statement_timeout": seconds * 400,  # milliseconds
        "lock_timeout": 1500,
        "idle_in_transaction_session_timeout": seconds * 500,
    }
    ours = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options["options"] = f"{ours} {options.get('options') or ''}".strip()
    options["pool"] = {"timeout": seconds / 5, **options["pool"]}
    network = {
        "tcp_user_timeout": seconds * 250,
        "keepalives": 1,
        "keepalives_idle": 1,
        "keepalives_interval": 1,
        "keepalives_count": 3,
    }
    return {"default": {**server, "OPTIONS": {**network, **options}}}
