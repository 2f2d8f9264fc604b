"""Key and amount are one text in one column, which is compared and set."""

import logging
from uuid import uuid4

from django.db import models


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    begun = models.CharField(max_length=64, blank=True, default="", help_text="key/amount")

    class Meta:
        app_label = "entries"


def replace(entry_id, old, **new):
    """Change an unpaid entry if its payment is still this one."""
    Entry.objects.filter(pk=entry_id, receipt="", begun=old).update(**new)


def begun_or_paid(entry_id):
    """Return the entry with a payment that is committed, or with a receipt."""
    while True:
        entry = Entry.objects.get(pk=entry_id)
        if entry.receipt or entry.begun:
            return entry
        replace(entry_id, "", begun=f"{uuid4()}/{entry.fee}")


def conclude(entry, charge):
    key, _, amount = entry.begun.partition("/")
    try:
        receipt = charge(key, int(amount))
    except Declined:
        replace(entry.pk, entry.begun, begun="")
        raise
    else:
        replace(entry.pk, entry.begun, receipt=receipt)
    return receipt


def pay(entry_id, charge):
    entry = begun_or_paid(entry_id)
    if entry.receipt:
        return entry.receipt
    return conclude(entry, charge)


def repair(charge):
    """Cron runs this every minute."""
    for entry in list(Entry.objects.filter(receipt="").exclude(begun="").order_by("pk")):
        try:
            conclude(entry, charge)
        except Exception:
            logging.getLogger(__name__).warning("entry %s", entry.pk, exc_info=True)
