"""One row per entry that is being paid or was: get_or_create() agrees on the key."""

import logging
from uuid import uuid4

from django.db import models

log = logging.getLogger(__name__)


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        app_label = "entries"


class Payment(models.Model):
    """The key and the amount of an entry. A declined one is deleted, a paid one stays."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="payment")
    key = models.CharField(max_length=64, unique=True)
    amount = models.PositiveIntegerField()

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    entry = Entry.objects.get(pk=entry_id)
    if entry.receipt:
        return entry.receipt
    # If others have paid since, their row is still there, and its key is answered as before.
    payment, _ = Payment.objects.get_or_create(
        entry=entry, defaults={"key": str(uuid4()), "amount": entry.fee}
    )
    return finish(payment, charge)


def finish(payment, charge):
    try:
        receipt = charge(payment.key, payment.amount)
    except Declined:
        Payment.objects.filter(entry=payment.entry_id, key=payment.key).delete()
        raise
    Entry.objects.filter(pk=payment.entry_id, receipt="").update(receipt=receipt)
    return receipt


def repair(charge):
    """Cron runs this every minute."""
    unfinished = Payment.objects.filter(entry__receipt="")
    for payment in [*unfinished]:
        try:
            finish(payment, charge)
        except Exception as error:
            log.warning("entry %s: %r", payment.entry_id, error)
