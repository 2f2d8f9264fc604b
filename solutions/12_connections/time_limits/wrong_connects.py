"""Nothing ends an attempt to connect: psycopg waits for two minutes, and the pool for psycopg.

Breaks: connect
Fails: connect
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
        "tcp_user_timeout": 500 * seconds,  # milliseconds, of what was sent
        "keepalives_idle": seconds // 5,  # while PostgreSQL works on a statement
        "keepalives_interval": seconds // 10,
        "keepalives_count": 3,
    }
    return {"default": {**server, "OPTIONS": options}}
