"""An object for the process keeps a snapshot; a snapshot decides."""

import time
from dataclasses import dataclass, field
from hashlib import md5
from threading import Lock

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


@dataclass(frozen=True)
class Snapshot:
    """The flags as they were at one moment."""

    percents: dict = field(default_factory=dict)

    def is_on(self, name, visitor):
        percent = self.percents.get(name)
        if percent is None:
            return False
        text = f"{len(name)}:{name}{visitor}"
        return int(md5(text.encode(), usedforsecurity=False).hexdigest(), 16) % 100 < percent


class Snapshots:
    """The newest snapshot of this process. At most one thread reads, and the others wait for it."""

    def __init__(self):
        self.lock = Lock()
        self.newest = Snapshot()
        self.attempted_at = None

    def is_fresh(self, at):
        return self.attempted_at is not None and at - self.attempted_at < 1

    def get(self):
        began = time.monotonic()
        with self.lock:
            if not self.is_fresh(began):
                self.read()
            return self.newest

    def read(self):
        self.attempted_at = time.monotonic()
        try:
            rows = list(Flag.objects.values_list("name", "percent"))
        except DatabaseError:
            return
        self.newest = Snapshot(dict(rows))


snapshots = Snapshots()


def flags(get_response):
    def middleware(request):
        snapshot = snapshots.get()
        request.is_on = lambda name: snapshot.is_on(name, request.visitor)
        return get_response(request)

    return middleware
