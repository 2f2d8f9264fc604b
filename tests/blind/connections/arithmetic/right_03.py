"""RIGHT: a frozen dataclass with a property for each part."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Site:
    servers: int
    more: int
    workers: int
    threads: int
    machines: int
    concurrency: int
    admin: int
    room: int
    pool: tuple | None

    def connections(self, processes, threads):
        each = threads
        if self.pool is not None:
            smallest, largest = self.pool
            each = min(max(threads, smallest), largest)
        return processes * each

    @property
    def web(self):
        return self.connections(self.servers * self.workers, self.threads)

    @property
    def deploy(self):
        return self.connections(self.more * self.workers, self.threads)

    @property
    def celery(self):
        return self.connections(self.machines * self.concurrency, 1)

    @property
    def left(self):
        return self.room - self.web - self.deploy - self.celery - self.admin

    @property
    def breaks(self):
        room = self.room
        for name in ("web", "deploy", "celery", "admin"):
            room -= getattr(self, name)
            if room < 0:
                return name
        return None


def budget(site):
    names = ("servers", "workers", "threads", "machines", "concurrency", "admin", "pool")
    room = site["max_connections"] - site["reserved"]
    more = site.get("deploy", site["servers"])
    it = Site(**{name: site[name] for name in names}, room=room, more=more)
    return {name: getattr(it, name) for name in ("web", "deploy", "celery", "admin", "left", "breaks")}
