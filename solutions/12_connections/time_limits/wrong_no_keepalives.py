"""Nothing that was sent is unacknowledged while PostgreSQL works: TCP waits for two hours.

Breaks: network
Fails: network
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
        "options": f"{said.get('options', '')} {more}",
        "connect_timeout": seconds // 5,
        "tcp_user_timeout": 500 * seconds,  # milliseconds, of what was sent
    }
    return {"default": {**server, "OPTIONS": options}}
