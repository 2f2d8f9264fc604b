"""patience: max_waiting lets five wait for a free connection, and refuses the sixth at once.
Shows when all connections are busy and more than five threads want one: psycopg raises TooManyRequests, though
one would be free within a second.
"""

import re
from copy import deepcopy

MILLISECONDS = {"min": 60_000, "ms": 1, "us": 0.001, "s": 1_000, "h": 3_600_000, "d": 86_400_000}


def databases(server, seconds):
    entry = deepcopy(server)
    options = entry.setdefault("OPTIONS", {})
    total = 1_000 * seconds  # from here on milliseconds

    options.setdefault("pool", {}).setdefault("timeout", total / 8 / 1_000)
    # A long queue would wait in vain.
    options["pool"].setdefault("max_waiting", 5)

    # Silence of the network is noticed after 30 % of the time, or three seconds of ten.
    second = max(1, int(seconds / 10))
    options.setdefault("connect_timeout", 2 * second)
    options.setdefault("keepalives", 1)
    options.setdefault("keepalives_idle", second)
    options.setdefault("keepalives_interval", second)
    options.setdefault("keepalives_count", 2)
    options.setdefault("tcp_user_timeout", 2_500 * second)

    own = settings(options.get("options") or "")
    wait = 1_000 * options["pool"]["timeout"]
    statement = own.get("statement_timeout")
    if statement is None:
        # The rest, less the time in which the network may fail; but a quarter in any case.
        rest = total - wait - 3_000 * second
        wanted = max(0.35 * total, 1.2 * own.get("lock_timeout", 0))
        statement = max(0.255 * total, min(wanted, rest - 500))
    # 0 is no limit.
    lock = min(statement or total, 0.3 * total) * 0.6
    ours = {
        "statement_timeout": statement,
        "lock_timeout": lock,
        "idle_in_transaction_session_timeout": 0.6 * total,
    }
    options["options"] = " ".join(
        [f"-c {name}={int(value)}" for name, value in ours.items() if name not in own]
        + [options.get("options") or ""]
    ).strip()
    return {"default": entry}


def settings(options):
    """Return the time limits that options have, in milliseconds."""
    found = {}
    for word in options.split():
        name, _, value = word.removeprefix("-c").removeprefix("--").partition("=")
        name = name.replace("-", "_").lower()
        number = re.match(r"[0-9.]+", value)
        if name.endswith("_timeout") and number:
            unit = value.removeprefix(number[0])
            found[name] = float(number[0]) * MILLISECONDS.get(unit, 1)
    return found
