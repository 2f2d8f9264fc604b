"""network: only the beginning of the keepalives is set, and Linux waits 75 seconds from one to the next.

If packets are lost after a statement has arrived, the worker still waits when `seconds` (10, 30 or 60) are over.
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
        "tcp_user_timeout": milliseconds * 2 // 10,
        "keepalives": 1,
        "keepalives_idle": max(1, int(seconds / 10)),
    }
    return {"default": {**server, "OPTIONS": options}}
