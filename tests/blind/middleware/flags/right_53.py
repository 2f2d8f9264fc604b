"""An immutable snapshot is swapped under a lock, checked again inside; readers of a young one take no lock."""

import logging
import time
import uuid
from dataclasses import dataclass, field
from functools import partial
from threading import RLock
from types import MappingProxyType

from django.db import DatabaseError, models

logger = logging.getLogger(__name__)
SECOND = 1.0


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


@dataclass(frozen=True)
class Snapshot:
    asked_at: float = float("-inf")
    percents: MappingProxyType = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_young(self):
        return time.monotonic() - self.asked_at < SECOND

    def has(self, name, visitor):
        if name not in self.percents:
            return False
        identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{len(name)}:{name}:{visitor}")
        return identity.int % 100 < self.percents[name]


class Flags:
    def __init__(self):
        self._lock = RLock()
        self._snapshot = Snapshot()

    def snapshot(self):
        snapshot = self._snapshot
        if snapshot.is_young:
            return snapshot
        with self._lock:
            if not self._snapshot.is_young:
                self._snapshot = self._read(self._snapshot)
            return self._snapshot

    def _read(self, old):
        asked_at = time.monotonic()
        try:
            rows = list(Flag.objects.order_by().values_list("name", "percent"))
        except DatabaseError:
            logger.warning("The flags stay as they were.", exc_info=True)
            return Snapshot(asked_at, old.percents)
        return Snapshot(asked_at, MappingProxyType(dict(rows)))


FLAGS = Flags()


def flags(get_response):
    def middleware(request):
        request.flag_snapshot = FLAGS.snapshot()
        request.is_on = partial(is_on, request)
        return get_response(request)

    return middleware


def is_on(request, name):
    return request.flag_snapshot.has(name, request.visitor)
