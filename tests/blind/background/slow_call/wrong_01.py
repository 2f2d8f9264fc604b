"""Breaks once: two simultaneous callers both see no key, and each charges one of its own."""

import logging
from uuid import uuid4

from django.db import models

logger = logging.getLogger(__name__)


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    # A payment that has begun has both: the key, and the fee as it was then.
    key = models.CharField(max_length=64, blank=True, default="")
    amount = models.PositiveIntegerField(null=True, blank=True, default=None)

    class Meta:
        app_label = "entries"


def begin(entry_id):
    """Commit a key and an amount, before anybody is asked for money."""
    entry = Entry.objects.get(pk=entry_id)
    if not entry.receipt and not entry.key:
        entry.key, entry.amount = str(uuid4()), entry.fee
        entry.save(update_fields=["key", "amount"])
    return entry


def finish(entry, charge):
    """Ask for the money, outside of any transaction, and note the answer for this key only."""
    payment = Entry.objects.filter(pk=entry.pk, key=entry.key, receipt="")
    try:
        receipt = charge(entry.key, entry.amount)
    except Declined:
        payment.update(key="", amount=None)
        raise
    payment.update(receipt=receipt)
    return receipt


def pay(entry_id, charge):
    entry = begin(entry_id)
    return entry.receipt or finish(entry, charge)


def repair(charge):
    """Cron runs this every minute."""
    for entry in list(Entry.objects.filter(receipt="").exclude(key="")):
        try:
            finish(entry, charge)
        except Exception:
            logger.exception("The payment of entry %s isn't finished.", entry.pk)
