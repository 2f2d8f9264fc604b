"""Two UPDATEs whose conditions decide, and no lock at all."""

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
    while True:
        new = entries.filter(receipt="", key="")
        new.update(key=f"{entry_id}-{token_hex(8)}", amount=F("fee"))
        entry = entries.get()
        if entry.receipt:
            return entry.receipt
        if entry.key:  # else somebody else's was declined in this moment
            return finish(entry, charge)


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
