"""entry: what stood in "options" is lost.

If the entry has "options": "-c search_path=arena", the new string with the time limits replaces it.
"""


def databases(server, seconds):
    milliseconds = int(seconds * 1000)
    flags = [
        f"-c statement_timeout={milliseconds * 3 // 10}",
        f"-c lock_timeout={milliseconds * 2 // 10}",
        f"-c idle_in_transaction_session_timeout={milliseconds // 2}",
    ]
    options = {
        **server["OPTIONS"],
        "pool": {**server["OPTIONS"]["pool"], "timeout": seconds * 0.2},
        "options": " ".join(flags),
        "connect_timeout": max(2, int(seconds * 0.2)),
        "tcp_user_timeout": milliseconds * 2 // 10,
        "keepalives": 1,
        "keepalives_idle": max(1, int(seconds / 10)),
        "keepalives_interval": max(1, int(seconds / 10)),
        "keepalives_count": 1,
    }
    return {"default": {**server, "OPTIONS": options}}
