"""The key is made of the entry and of how many tries it has had."""

from contextlib import suppress

from django.db import models, transaction
from django.db.models import F


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
    amount = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    entry = begin(entry_id)
    return entry.receipt or finish(entry, charge)


@transaction.atomic
def begin(entry_id):
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    if not entry.receipt and entry.amount is None:
        Entry.objects.filter(pk=entry_id).update(tries=F("tries") + 1, amount=F("fee"))
        entry.refresh_from_db()
    return entry


def finish(entry, charge):
    mine = Entry.objects.filter(pk=entry.pk, tries=entry.tries)
    try:
        receipt = charge(f"entry-{entry.pk}-{entry.tries}", entry.amount)
    except Declined:
        mine.update(amount=None)
        raise
    mine.update(receipt=receipt)
    return receipt


def repair(charge):
    for entry in Entry.objects.filter(receipt="", amount__isnull=False):
        with suppress(Exception):
            finish(entry, charge)
