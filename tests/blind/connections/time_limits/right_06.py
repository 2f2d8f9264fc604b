"""Short fixed waits, and a third of the time for the statement.

PostgreSQL's limits are put before the entry's own options (the last one counts), TCP's and the
pool's are overridden by what the entry says.
"""


def databases(server, seconds):
    options = dict(server.get("OPTIONS", {}))
    limits = {
        "statement_timeout": seconds * 333,  # milliseconds
        "lock_timeout": 1500,
        "idle_in_transaction_session_timeout": seconds * 500,
    }
    ours = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options["options"] = f"{ours} {options.get('options') or ''}".strip()
    options["pool"] = {"timeout": 2, **options["pool"]}
    network = {
        "connect_timeout": 2,
        "tcp_user_timeout": seconds * 250,  # sent, and nothing says that it arrived
        "keepalives": 1,  # it arrived, and no answer comes
        "keepalives_idle": 1,
        "keepalives_interval": 1,
        "keepalives_count": 3,
    }
    return {"default": {**server, "OPTIONS": {**network, **options}}}
