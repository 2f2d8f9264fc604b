"""Limits that fit the 30 seconds of one server, and not the ten of another.

Breaks: request
Fails: request
"""


def databases(server, seconds):
    said = server["OPTIONS"]
    limits = {
        "statement_timeout": 15_000,
        "lock_timeout": 5_000,
        "idle_in_transaction_session_timeout": 10_000,
    }
    more = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options = {
        **said,
        "pool": {**said["pool"], "timeout": 5},
        "options": f"{said.get('options', '')} {more}",
        "connect_timeout": seconds // 5,
        "tcp_user_timeout": 500 * seconds,  # milliseconds, of what was sent
        "keepalives_idle": seconds // 5,  # while PostgreSQL works on a statement
        "keepalives_interval": seconds // 10,
        "keepalives_count": 3,
    }
    return {"default": {**server, "OPTIONS": options}}
