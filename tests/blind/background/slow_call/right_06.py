"""Keys are numbered: a random series for each entry, and an attempt that "declined" raises."""

import logging
from uuid import uuid4

from django.db import models
from django.db.models import F

logger = logging.getLogger(__name__)


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    series = models.UUIDField(default=uuid4, editable=False)
    attempt = models.PositiveIntegerField(default=1)
    amount = models.PositiveIntegerField(null=True, blank=True, default=None)  # of this attempt

    class Meta:
        app_label = "entries"

    @property
    def key(self):
        return f"{self.series.hex}-{self.attempt}"


def _charge(entry, charge):
    same = Entry.objects.filter(pk=entry.pk, attempt=entry.attempt, receipt="")
    try:
        receipt = charge(entry.key, entry.amount)
    except Declined:
        same.update(attempt=F("attempt") + 1, amount=None)
        raise
    same.update(receipt=receipt)
    return receipt


def pay(entry_id, charge):
    entry = Entry.objects.get(pk=entry_id)
    while not entry.receipt and entry.amount is None:
        unbegun = Entry.objects.filter(pk=entry_id, receipt="", amount__isnull=True)
        unbegun.update(amount=F("fee"))
        entry.refresh_from_db()
    return entry.receipt or _charge(entry, charge)


def repair(charge):
    """Cron runs this every minute."""
    for entry in list(Entry.objects.filter(receipt="", amount__isnull=False)):
        try:
            _charge(entry, charge)
        except Declined:
            logger.info("Entry %s is declined.", entry.pk)
        except Exception:
            logger.exception("Entry %s may be charged.", entry.pk)
