"""same: the key is kept, but not the amount.

If charge() fails and the fee changes before the next pay() or repair(), the call is repeated with the old key and the new fee.
"""

from uuid import uuid4

from django.db import models, transaction


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    with transaction.atomic():
        entry = Entry.objects.select_for_update().get(pk=entry_id)
        if entry.receipt:
            return entry.receipt
        if not entry.key:
            entry.key = str(uuid4())
            entry.save(update_fields=["key"])
    return finish(entry, charge)


def finish(entry, charge):
    begun = Entry.objects.filter(pk=entry.pk, key=entry.key)
    try:
        receipt = charge(entry.key, entry.fee)
    except Declined:
        begun.update(key="")
        raise
    begun.update(receipt=receipt)
    return receipt


def repair(charge):
    """Cron runs this every minute."""
    for entry in list(Entry.objects.filter(receipt="").exclude(key="")):
        try:
            finish(entry, charge)
        except Exception:
            continue
