"""What the entry limits itself is read first, and the rest fits into what it leaves."""

import re

NAMES = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
UNITS = {"": 1, "ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000}


def given(options, name):
    """Return the milliseconds that the entry's own options say, or None."""
    pattern = rf"(?:-c\s*|--){name}=(\d+)(ms|s|min|h)?(?!\S)"
    found = re.findall(pattern, options.replace("-timeout", "_timeout"))
    if not found:
        return None
    number, unit = found[-1]
    return int(number) * UNITS[unit] or None


def databases(server, seconds):
    theirs = server.get("OPTIONS", {})
    text = theirs.get("options") or ""
    pool = {"timeout": max(1.5, seconds / 10), **theirs["pool"]}
    statement = given(text, "statement_timeout")
    if statement is None:
        rest = (seconds - pool["timeout"]) * 1000
        statement = int(max(seconds * 260, min(seconds * 300, rest * 0.8)))
    lock = min(2000, statement * 3 // 4)
    idle = seconds * 400
    ours = " ".join(
        f"-c {name}={value}" for name, value in zip(NAMES, (statement, lock, idle), strict=True)
    )
    return {
        "default": {
            **server,
            "OPTIONS": {
                "connect_timeout": 3,
                "tcp_user_timeout": 2500,
                "keepalives": 1,
                "keepalives_idle": 2,
                "keepalives_interval": 1,
                "keepalives_count": 2,
                **theirs,
                "options": f"{ours} {text}".rstrip(),
                "pool": pool,
            },
        }
    }
