"""Right: a quarter for the statement, a fifth for the network and the pool each."""

QUARTER, FIFTH = 250, 200


def settings(seconds):
    return [
        f"-cstatement_timeout={QUARTER * seconds + 100}",
        f"-clock_timeout={QUARTER * seconds - 500}",
        f"-cidle_in_transaction_session_timeout={2 * FIFTH * seconds}",
    ]


def databases(server, seconds):
    options = dict(server["OPTIONS"])
    options["pool"] = dict(options["pool"])
    options["pool"].setdefault("timeout", FIFTH * seconds / 1000)
    own = [options["options"]] if options.get("options") else []
    options["options"] = " ".join(settings(seconds) + own)
    network = {
        "connect_timeout": min(5, seconds // 4),
        "keepalives": 1,
        "keepalives_idle": max(1, seconds // 20),
        "keepalives_interval": max(1, seconds // 20),
        "keepalives_count": 2,
        "tcp_user_timeout": FIFTH * seconds,
    }
    for name, value in network.items():
        options.setdefault(name, value)
    entry = dict(server)
    entry["OPTIONS"] = options
    return {"default": entry}
