"""others: the whole entry is saved after the call, with what it was before.

If somebody changes the fee while charge() runs, save() writes the old one back.
"""

from uuid import uuid4

from django.db import models, transaction


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=64, blank=True, default="")
    amount = models.PositiveIntegerField(null=True, blank=True, default=None)

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    with transaction.atomic():
        entry = Entry.objects.select_for_update().get(pk=entry_id)
        if entry.receipt:
            return entry.receipt
        if not entry.key:
            entry.key, entry.amount = str(uuid4()), entry.fee
            entry.save()
    return finish(entry, charge)


def finish(entry, charge):
    try:
        receipt = charge(entry.key, entry.amount)
    except Declined:
        Entry.objects.filter(pk=entry.pk, key=entry.key).update(key="", amount=None)
        raise
    entry.receipt = receipt
    entry.save()
    return receipt


def repair(charge):
    """Cron runs this every minute."""
    for entry in list(Entry.objects.filter(receipt="").exclude(key="")):
        try:
            finish(entry, charge)
        except Exception:
            continue
