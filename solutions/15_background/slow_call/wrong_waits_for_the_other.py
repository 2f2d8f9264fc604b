"""The second caller waits for the first, and gets its receipt, which may be none.

Breaks: declined
Fails: together
"""

import logging
import time
from uuid import uuid4

from django.db import models, transaction


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=64, blank=True, default="")
    amount = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    entry, is_first = begin(entry_id)
    end = time.monotonic() + 3
    while not is_first and time.monotonic() < end:
        entry.refresh_from_db()
        if entry.receipt or not entry.key:
            return entry.receipt
        time.sleep(0.05)
    return finish(entry, charge)


@transaction.atomic
def begin(entry_id):
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    is_first = not entry.receipt and not entry.key
    if is_first:
        entry.key, entry.amount = uuid4().hex, entry.fee
        entry.save(update_fields=["key", "amount"])
    return entry, is_first


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
