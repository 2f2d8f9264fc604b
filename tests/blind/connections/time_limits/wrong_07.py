"""Wrong: request: each wait is short enough, but both together take longer than `seconds`."""


def databases(server, seconds):
    given = server.get("OPTIONS", {})
    pool = {"timeout": seconds * 0.5, **given.get("pool", {})}
    statement = int(seconds * 600)
    network = int(seconds * 300)
    probe = max(1, network // 3000)
    limits = {
        "statement_timeout": statement,
        "lock_timeout": statement // 2,
        "idle_in_transaction_session_timeout": seconds * 500,
    }
    text = " ".join(f"-c {name}={int(value)}" for name, value in limits.items())
    options = {
        "connect_timeout": max(2, seconds // 5),
        "tcp_user_timeout": network,
        "keepalives": 1,
        "keepalives_idle": probe,
        "keepalives_interval": probe,
        "keepalives_count": 2,
        **given,
        "pool": pool,
        "options": f"{text} {given.get('options', '')}".strip(),
    }
    return {"default": {**server, "OPTIONS": options}}
