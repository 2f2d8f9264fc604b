"""The key is read after it was stored. In between another caller's card may be declined.

Breaks: same
Fails: together
"""

import logging
from secrets import token_hex

from django.db import models
from django.db.models import F


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
    entries = Entry.objects.filter(pk=entry_id)
    entries.filter(receipt="", key="").update(key=f"{entry_id}-{token_hex(8)}", amount=F("fee"))
    entry = entries.get()
    return entry.receipt or finish(entry, charge)


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
