"""patience: transaction_timeout limits all statements of a transaction together.
Shows with three statements in one atomic() that take a quarter of `seconds` each (with 0.6 of them allowed): the
third is ended before it had its quarter, and the connection with it.
"""

import re
from dataclasses import dataclass


@dataclass
class Budget:
    seconds: float
    waiting: float  # for a free connection
    own: str  # what the entry says to PostgreSQL

    @property
    def probe(self):
        """Seconds between two probes of the network; three of them, and it counts as dead."""
        return max(1, int(self.seconds // 12))

    @property
    def statement(self):
        """In milliseconds, as all that follows."""
        spare = self.seconds - self.waiting - 3 * self.probe
        wanted = max(0.32 * self.seconds, (self.said("lock_timeout") or 0) / 800)
        return int(1000 * max(0.26 * self.seconds, min(wanted, 0.9 * spare)))

    @property
    def lock(self):
        return int(0.5 * (self.said("statement_timeout") or self.statement))

    @property
    def idle(self):
        return int(1000 * 0.4 * self.seconds)

    def said(self, name):
        """What the entry says itself, None if nothing (or no limit)."""
        pattern = rf"(?i)(?:-c ?|--){name.replace('_', '[-_]')}=([0-9.]+)(ms|s|min|h|)(?=\s|$)"
        values = re.findall(pattern, self.own)
        if not values:
            return None
        number, unit = values[-1]
        factor = {"": 1, "ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000}[unit.lower()]
        return float(number) * factor or None

    def settings(self):
        yield "statement_timeout", self.statement
        yield "lock_timeout", self.lock
        yield "idle_in_transaction_session_timeout", self.idle
        yield "transaction_timeout", int(1000 * 0.6 * self.seconds)


def databases(server, seconds):
    options = dict(server.get("OPTIONS", {}))
    pool = dict(options.pop("pool", None) or {})
    pool.setdefault("timeout", seconds / 6)
    own = options.pop("options", None) or ""
    budget = Budget(seconds, pool["timeout"], own)

    network = {
        "connect_timeout": max(2, int(seconds / 4)),
        "keepalives": 1,
        "keepalives_idle": budget.probe,
        "keepalives_interval": budget.probe,
        "keepalives_count": 2,
        "tcp_user_timeout": 2500 * budget.probe,
    }
    said = [f"-c {name}={value}" for name, value in budget.settings()]
    said.append(own)  # the last one counts
    options = {**network, **options, "pool": pool, "options": " ".join(said).rstrip()}
    return {"default": {**server, "OPTIONS": options}}
