"""Everything is a share of the time: a fifth for the pool, two fifths for the statement."""

import copy


def share(seconds, part):
    return max(1, int(seconds * part))


def databases(server, seconds):
    entry = copy.deepcopy(server)
    options = entry.setdefault("OPTIONS", {})
    options["pool"].setdefault("timeout", share(seconds, 0.2))
    for name, value in [
        ("connect_timeout", max(2, seconds // 8)),
        ("keepalives", 1),
        ("keepalives_idle", share(seconds, 0.1)),
        ("keepalives_interval", share(seconds, 0.05)),
        ("keepalives_count", 3),
        ("tcp_user_timeout", share(seconds, 0.3) * 1000),
    ]:
        options.setdefault(name, value)
    statement = seconds * 400
    limits = [
        f"-c statement_timeout={statement}ms",
        "-c lock_timeout=1200ms",
        f"-c idle_in_transaction_session_timeout={seconds * 600}ms",
    ]
    theirs = options.get("options")
    if theirs:
        limits.append(theirs)
    options["options"] = " ".join(limits)
    return {"default": entry}
