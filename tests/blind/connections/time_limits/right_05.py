"""Right: the statement gets what the pool's and the network's waits of the entry leave."""


def databases(server, seconds):
    given = server.get("OPTIONS") or {}
    pool = dict(given.get("pool") or {})
    wait = pool.setdefault("timeout", 1.5)
    connection = {
        "connect_timeout": 2,
        "tcp_user_timeout": 2500,
        "keepalives": 1,
        "keepalives_idle": 1,
        "keepalives_interval": 1,
        "keepalives_count": 2,
    }
    connection.update(given)
    left = seconds - wait - connection["tcp_user_timeout"] / 1000
    statement = round(1000 * max(seconds / 4, left * 0.8))
    flags = (
        f"-c statement_timeout={statement}"
        f" -c lock_timeout={max(1000, statement // 3)}"
        f" -c idle_in_transaction_session_timeout={seconds * 1000 - 3000}"
    )
    connection["pool"] = pool
    connection["options"] = " ".join(filter(None, [flags, given.get("options")]))
    return {"default": dict(server, OPTIONS=connection)}
