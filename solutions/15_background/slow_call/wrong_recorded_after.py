"""The key is stored with the receipt: a process that is killed in between leaves no trace.

Breaks: once
Fails: killed
"""

import logging

from django.db import models


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=64, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
    amount = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    entry = Entry.objects.get(pk=entry_id)
    if entry.receipt:
        return entry.receipt
    if not entry.key:
        entry.key, entry.amount = f"entry-{entry.pk}-{entry.tries}", entry.fee
    return finish(entry, charge)


def finish(entry, charge):
    mine = Entry.objects.filter(pk=entry.pk, tries=entry.tries)
    try:
        receipt = charge(entry.key, entry.amount)
    except Declined:
        mine.update(tries=entry.tries + 1, key="")
        raise
    except Exception:
        mine.update(key=entry.key, amount=entry.amount)
        raise
    mine.update(receipt=receipt)
    return receipt


def repair(charge):
    for entry in list(Entry.objects.filter(receipt="").exclude(key="")):
        try:
            finish(entry, charge)
        except Exception:
            logging.exception("Entry %s is not paid.", entry.pk)
