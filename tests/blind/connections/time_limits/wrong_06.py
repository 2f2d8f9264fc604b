"""Wrong: lock: the two limits are equal, so the statement's may come first."""


def databases(server, seconds):
    given = server.get("OPTIONS", {})
    pool = {"timeout": seconds * 0.2, **given.get("pool", {})}
    statement = int(seconds * 300)
    network = int(min(seconds * 0.3, (seconds - pool["timeout"] - seconds * 0.3) * 0.9) * 1000)
    probe = max(1, network // 3000)
    limits = {
        "statement_timeout": statement,
        "lock_timeout": statement,
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
