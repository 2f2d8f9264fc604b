"""No lock and no transaction: an UPDATE with conditions begins, and a loop looks again."""

from contextlib import suppress
from uuid import uuid4

from django.db import models
from django.db.models import F


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    charge_key = models.CharField(max_length=64, null=True, blank=True, default=None)
    charge_amount = models.PositiveIntegerField(null=True, blank=True, default=None)

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    entries = Entry.objects.filter(pk=entry_id)
    while True:
        receipt, key, amount = entries.values_list("receipt", "charge_key", "charge_amount").get()
        if receipt:
            return receipt
        if key is not None:
            return _settle(entry_id, key, amount, charge)
        # Of simultaneous callers one changes the row; all read again what it has written.
        entries.filter(receipt="", charge_key=None).update(
            charge_key=uuid4().hex, charge_amount=F("fee")
        )


def _settle(entry_id, key, amount, charge):
    open_payment = Entry.objects.filter(pk=entry_id, charge_key=key, receipt="")
    try:
        receipt = charge(key, amount)
    except Declined:
        open_payment.update(charge_key=None, charge_amount=None)
        raise
    open_payment.update(receipt=receipt)
    return receipt


def repair(charge):
    """Cron runs this every minute."""
    begun = Entry.objects.filter(receipt="", charge_key__isnull=False)
    for pk, key, amount in list(begun.values_list("pk", "charge_key", "charge_amount")):
        with suppress(Exception):  # the next minute tries again
            _settle(pk, key, amount, charge)
