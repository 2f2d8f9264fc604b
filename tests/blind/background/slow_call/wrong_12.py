"""Wrong, others: save() after the call writes back the fee as it was before it."""

import logging
from uuid import uuid4

from django.db import models, transaction

logger = logging.getLogger(__name__)


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=64, blank=True, default="", db_default="")
    amount = models.PositiveIntegerField(null=True, blank=True, default=None)

    class Meta:
        app_label = "entries"


def finish(entry_id, key, amount, charge):
    """Charge what was begun. Called outside of transactions."""
    entry = Entry.objects.get(pk=entry_id)
    mine = Entry.objects.filter(pk=entry_id, key=key, receipt="")
    try:
        receipt = charge(key, amount)
    except Declined:
        # Only if it is still this payment: another caller may have begun the next one.
        mine.update(key="", amount=None)
        raise
    entry.receipt = receipt
    entry.save()
    return receipt


def pay(entry_id, charge):
    with transaction.atomic(durable=True):
        entry = Entry.objects.select_for_update().get(pk=entry_id)
        if entry.receipt:
            return entry.receipt
        if not entry.key:
            entry.key, entry.amount = str(uuid4()), entry.fee
            entry.save(update_fields=["key", "amount"])
    return finish(entry_id, entry.key, entry.amount, charge)


def repair(charge):
    """Cron runs this every minute."""
    begun = Entry.objects.filter(receipt="").exclude(key="")
    for entry_id, key, amount in list(begun.values_list("pk", "key", "amount")):
        try:
            finish(entry_id, key, amount, charge)
        except Declined:
            logger.info("Entry %s: the bank has declined", entry_id)
        except Exception:
            logger.exception("Entry %s: still unknown", entry_id)
