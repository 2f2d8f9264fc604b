"""A dataclass plans the waits so that pool, statement and two deaths of the network fit into `seconds`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    seconds: float

    @property
    def statement(self):
        return self.seconds * 0.35

    @property
    def lock(self):
        return self.statement / 2

    pool = 1.25
    connecting = 2
    silence = 2
    idle_transaction = 4

    def for_postgresql(self):
        waits = [
            ("statement_timeout", self.statement),
            ("lock_timeout", self.lock),
            ("idle_in_transaction_session_timeout", self.idle_transaction),
        ]
        return [f"--{name}={int(wait * 1000)}" for name, wait in waits]

    def for_libpq(self):
        return {
            "connect_timeout": self.connecting,
            "tcp_user_timeout": self.silence * 1000,
            "keepalives": 1,
            "keepalives_idle": self.silence // 2,
            "keepalives_interval": self.silence // 2,
            "keepalives_count": 1,
        }

    def apply(self, options):
        pool = dict(options["pool"], timeout=self.pool)
        before = [options["options"]] if options.get("options") else []
        flags = " ".join(before + self.for_postgresql())
        return {**options, **self.for_libpq(), "pool": pool, "options": flags}


def databases(server, seconds):
    return {"default": dict(server, OPTIONS=Limits(seconds).apply(server["OPTIONS"]))}
