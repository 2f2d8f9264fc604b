"""A deep copy, changed in place: short fixed limits for everything but statements, which get four tenths of the time."""

from copy import deepcopy


def databases(server, seconds):
    default = deepcopy(server)
    options = default["OPTIONS"]

    options["pool"]["timeout"] = 1.5
    options["connect_timeout"] = 3

    # A silent network: data that nobody acknowledges, and answers that never come.
    options["tcp_user_timeout"] = 3000
    options["keepalives"] = 1
    options["keepalives_idle"] = 1
    options["keepalives_interval"] = 1
    options["keepalives_count"] = 2

    settings = options.get("options") or ""
    settings += f" -c statement_timeout={round(seconds * 400)}ms"
    settings += " -c lock_timeout=2s"
    settings += " -c idle_in_transaction_session_timeout=5s"
    options["options"] = settings.strip()
    return {"default": default}
