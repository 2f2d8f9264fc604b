"""Right: dictionaries merged with |, where the entry's values come last."""


def databases(server, seconds):
    third = seconds / 3
    given = server["OPTIONS"]
    wait = {"timeout": third / 2} | given["pool"]
    network = {
        "connect_timeout": max(2, int(third / 2)),
        "tcp_user_timeout": int(third * 800),
        "keepalives": 1,
        "keepalives_idle": max(1, int(third / 4)),
        "keepalives_interval": 1,
        "keepalives_count": 1,
    }
    postgres = {
        "statement_timeout": int(third * 1000),
        "lock_timeout": int(third * 600),
        "idle_in_transaction_session_timeout": int(third * 2000),
    }
    flags = [f"-c {name}={value}" for name, value in postgres.items()]
    if given.get("options"):
        flags.append(given["options"])
    options = network | given | {"pool": wait, "options": " ".join(flags)}
    return {"default": server | {"OPTIONS": options}}
