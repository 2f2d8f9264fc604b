"""request: each wait is shorter than `seconds`, but the pool and the statement together are not.

With seconds=30 a visitor waits up to 24 seconds for a connection and then up to 24 seconds for the statement.
"""


def databases(server, seconds):
    milliseconds = int(seconds * 1000)
    flags = [
        server["OPTIONS"].get("options", ""),
        f"-c statement_timeout={milliseconds * 8 // 10}",
        f"-c lock_timeout={milliseconds * 4 // 10}",
        f"-c idle_in_transaction_session_timeout={milliseconds * 8 // 10}",
    ]
    options = {
        **server["OPTIONS"],
        "pool": {**server["OPTIONS"]["pool"], "timeout": seconds * 0.8},
        "options": " ".join(flags).strip(),
        "connect_timeout": max(2, int(seconds * 0.2)),
        "tcp_user_timeout": milliseconds * 2 // 10,
        "keepalives": 1,
        "keepalives_idle": max(1, int(seconds / 10)),
        "keepalives_interval": max(1, int(seconds / 10)),
        "keepalives_count": 1,
    }
    return {"default": {**server, "OPTIONS": options}}
