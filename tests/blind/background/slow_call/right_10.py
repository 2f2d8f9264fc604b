"""A queryset with the three steps as methods; repair() looks again before it asks."""

import logging
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

logger = logging.getLogger("entries.payments")


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class EntryQuerySet(models.QuerySet):
    def unpaid(self):
        return self.filter(receipt="")

    def begun(self):
        return self.unpaid().filter(key__isnull=False)

    def begin(self):
        """Give a key and today's fee to those that have none."""
        return self.unpaid().filter(key__isnull=True).update(key=uuid4(), asked=F("fee"))

    def forget(self, key):
        return self.begun().filter(key=key).update(key=None, asked=None)

    def store(self, key, receipt):
        return self.begun().filter(key=key).update(receipt=receipt)


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    key = models.UUIDField(null=True, blank=True, default=None)
    asked = models.PositiveIntegerField(null=True, blank=True, default=None)

    objects = EntryQuerySet.as_manager()

    class Meta:
        app_label = "entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(key__isnull=True, asked__isnull=True)
                | Q(key__isnull=False, asked__isnull=False),
                name="key_and_asked_together",
            )
        ]

    def charge_with(self, charge):
        one = Entry.objects.filter(pk=self.pk)
        try:
            receipt = charge(str(self.key), self.asked)
        except Declined:
            one.forget(self.key)
            raise
        one.store(self.key, receipt)
        return receipt


def pay(entry_id, charge):
    one = Entry.objects.filter(pk=entry_id)
    entry = one.get()
    while not entry.receipt and entry.key is None:
        one.begin()
        entry = one.get()
    return entry.receipt or entry.charge_with(charge)


def repair(charge):
    """Cron runs this every minute."""
    for pk in list(Entry.objects.begun().values_list("pk", flat=True)):
        try:
            entry = Entry.objects.begun().filter(pk=pk).first()
            if entry is not None:
                entry.charge_with(charge)
        except Exception:
            logger.exception("Entry %s isn't finished.", pk)
