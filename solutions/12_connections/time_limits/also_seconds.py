"""Fixed limits for short waits where they suffice, and the rest of the time for the statement."""


def databases(server, seconds):
    pool = max(2, seconds // 10)
    statement = seconds - pool - 1
    options = dict(server["OPTIONS"])
    options["pool"] = dict(options["pool"], timeout=pool)
    options["options"] = (
        f"-cstatement_timeout={statement}s -clock_timeout={statement - 1}s "
        f"--idle_in_transaction_session_timeout={statement}s {options.get('options') or ''}"
    )
    lost = statement - 1
    options |= {
        "connect_timeout": str(max(3, seconds // 10)),
        "tcp_user_timeout": str(1000 * lost),
        "keepalives_idle": str(lost // 2),
        "keepalives_interval": "1",
        "keepalives_count": str(lost // 2),
    }
    return {"default": dict(server, OPTIONS=options)}
