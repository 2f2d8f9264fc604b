"""Wrong: patience: tcp_user_timeout is in milliseconds, so each late packet ends the connection."""

from copy import deepcopy


def databases(server, seconds):
    entry = deepcopy(server)
    options = entry.setdefault("OPTIONS", {})
    options["pool"].setdefault("timeout", 2)
    options.setdefault("connect_timeout", 3)
    options.setdefault("tcp_user_timeout", 3)
    options.setdefault("keepalives", 1)
    options.setdefault("keepalives_idle", 1)
    options.setdefault("keepalives_interval", 1)
    options.setdefault("keepalives_count", 2)
    statement = seconds * 350
    ours = (
        f"--statement_timeout={statement}ms --lock_timeout=2s"
        " --idle_in_transaction_session_timeout=5s"
    )
    theirs = options.get("options")
    options["options"] = f"{ours} {theirs}" if theirs else ours
    return {"default": entry}
