"""The key grows with the number of the entry, beyond 64 characters.

Breaks: result
Fails: answer
"""

import logging
from uuid import uuid4

from django.db import models, transaction


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=100, blank=True, default="")
    amount = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    entry = begin(entry_id)
    return entry.receipt or finish(entry, charge)


@transaction.atomic
def begin(entry_id):
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    if not entry.receipt and not entry.key:
        entry.key, entry.amount = f"arena-entry-payment-{entry.pk}-{uuid4()}", entry.fee
        entry.save(update_fields=["key", "amount"])
    return entry


def finish(entry, charge):
    mine = Entry.objects.filter(pk=entry.pk, key=entry.key)
    try:
        receipt = charge(entry.key, entry.amount)
    except Declined:
        mine.update(key="", amount=None)
        raise
    mine.update(receipt=receipt)
    return receipt


def repair(charge):
    for entry in list(Entry.objects.filter(receipt="").exclude(key="")):
        try:
            finish(entry, charge)
        except Exception:
            logging.exception("Entry %s is not paid.", entry.pk)
