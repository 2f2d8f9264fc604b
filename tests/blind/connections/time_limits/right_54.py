"""Helpers merge each group of limits into the entry: a third of the time for a statement, an eighth for the pool and for the network."""


def with_flags(text, **settings):
    parts = [text] if text else []
    for name, value in settings.items():
        parts += ["-c", f"{name}={value}"]
    return " ".join(parts)


def databases(server, seconds):
    third, eighth = seconds / 3, seconds / 8
    options = dict(server.get("OPTIONS", {}))
    options.update(
        pool=options.get("pool", {}) | {"timeout": eighth},
        options=with_flags(
            options.get("options"),
            statement_timeout=int(third * 1000),
            lock_timeout=int(third * 500),
            idle_in_transaction_session_timeout=int(third * 1000),
        ),
        connect_timeout=max(2, round(eighth)),
        keepalives=1,
        keepalives_idle=1,
        keepalives_interval=1,
        keepalives_count=2,
        tcp_user_timeout=max(1500, int(eighth * 1000)),
    )
    return {"default": server | {"OPTIONS": options}}
