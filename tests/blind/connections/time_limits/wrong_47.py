"""lock: lock_timeout is a share of our own statement_timeout, not of the one that is in force.
Shows with an entry that says "-c statement_timeout=2s" and 30 `seconds`: the statement's limit ends the wait
for a lock before lock_timeout (4.8 seconds) does.
"""

from dataclasses import dataclass


@dataclass
class Budget:
    seconds: float
    waiting: float  # for a free connection

    @property
    def probe(self):
        """Seconds between two probes of the network; three of them, and it counts as dead."""
        return max(1, int(self.seconds // 12))

    @property
    def statement(self):
        """In milliseconds, as all that follows."""
        spare = self.seconds - self.waiting - 3 * self.probe
        return int(1000 * max(0.26 * self.seconds, min(0.32 * self.seconds, 0.9 * spare)))

    @property
    def lock(self):
        return int(0.5 * self.statement)

    @property
    def idle(self):
        return int(1000 * 0.4 * self.seconds)

    def settings(self):
        yield "statement_timeout", self.statement
        yield "lock_timeout", self.lock
        yield "idle_in_transaction_session_timeout", self.idle
        yield "client_connection_check_interval", 1000


def databases(server, seconds):
    options = dict(server.get("OPTIONS", {}))
    pool = dict(options.pop("pool", None) or {})
    pool.setdefault("timeout", seconds / 6)
    own = options.pop("options", None) or ""
    budget = Budget(seconds, pool["timeout"])

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
