"""network: keepalives only find a dead network while nothing is unacknowledged.

If packets are lost before a statement arrives, Linux sends no keepalives but repeats the statement for a quarter of an hour:
tcp_user_timeout is missing.
"""


def databases(server, seconds):
    milliseconds = int(seconds * 1000)
    flags = [
        server["OPTIONS"].get("options", ""),
        f"-c statement_timeout={milliseconds * 3 // 10}",
        f"-c lock_timeout={milliseconds * 2 // 10}",
        f"-c idle_in_transaction_session_timeout={milliseconds // 2}",
    ]
    options = {
        **server["OPTIONS"],
        "pool": {**server["OPTIONS"]["pool"], "timeout": seconds * 0.2},
        "options": " ".join(flags).strip(),
        "connect_timeout": max(2, int(seconds * 0.2)),
        "keepalives": 1,
        "keepalives_idle": 1,
        "keepalives_interval": 1,
        "keepalives_count": 2,
    }
    return {"default": {**server, "OPTIONS": options}}
