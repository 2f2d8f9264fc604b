"""Breaks "network": only keepalives watch the connection.

TCP sends none as long as something sent is not acknowledged. If all packets are lost before the
statement arrives, it is repeated for a quarter of an hour.
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
        "connect_timeout": 2,
        "keepalives": 1,
        "keepalives_idle": 1,
        "keepalives_interval": 1,
        "keepalives_count": 3,
    }
    return {"default": {**server, "OPTIONS": {**network, **options}}}
