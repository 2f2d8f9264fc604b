"""The new "options" replace those of the entry.

Breaks: entry
Fails: answer
"""


def databases(server, seconds):
    said = server["OPTIONS"]
    limits = {
        "statement_timeout": 600 * seconds,  # milliseconds
        "lock_timeout": 300 * seconds,
        "idle_in_transaction_session_timeout": 500 * seconds,
    }
    more = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options = {
        **said,
        "pool": {**said["pool"], "timeout": seconds / 5},
        "options": more,
        "connect_timeout": seconds // 5,
        "tcp_user_timeout": 500 * seconds,  # milliseconds, of what was sent
        "keepalives_idle": seconds // 5,  # while PostgreSQL works on a statement
        "keepalives_interval": seconds // 10,
        "keepalives_count": 3,
    }
    return {"default": {**server, "OPTIONS": options}}
