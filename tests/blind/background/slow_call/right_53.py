"""No explicit transaction: UPDATE ... WHERE the key is free claims it in one statement, with the fee of that moment."""

from contextlib import suppress
from uuid import uuid4

from django.db import models
from django.db.models import F


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    charge_key = models.UUIDField(null=True, blank=True, default=None)
    charged_fee = models.PositiveIntegerField(null=True, blank=True, default=None)

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    this = Entry.objects.filter(pk=entry_id)
    while True:
        free = this.filter(receipt="", charge_key=None)
        free.update(charge_key=uuid4(), charged_fee=F("fee"))
        entry = this.get()
        if entry.receipt:
            return entry.receipt
        if entry.charge_key is not None:  # else somebody was declined just now: begin anew
            return complete(entry.pk, entry.charge_key, entry.charged_fee, charge)


def complete(pk, key, amount, charge):
    same = Entry.objects.filter(pk=pk, charge_key=key)
    try:
        receipt = charge(str(key), amount)
    except Declined:
        same.filter(receipt="").update(charge_key=None, charged_fee=None)
        raise
    same.update(receipt=receipt)
    return receipt


def repair(charge):
    """Cron runs this every minute."""
    begun = Entry.objects.filter(receipt="", charge_key__isnull=False)
    for pk, key, amount in list(begun.values_list("pk", "charge_key", "charged_fee")):
        with suppress(Exception):
            complete(pk, key, amount, charge)
