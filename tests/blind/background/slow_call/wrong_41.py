"""once

After Declined the entry's key is cleared, whichever key that is by then. It shows for two callers with the same key: the
first one's Declined clears it, a third caller begins with a new key (and is charged, but charge() raises a timeout), then
the second one's Declined clears that new key, and the next pay() charges the entry with another.
"""

import logging
from uuid import uuid4

from django.db import models, transaction

logger = logging.getLogger(__name__)


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    # The payment that has begun: what is charged, and by which key. Cleared if it is declined.
    key = models.CharField(max_length=64, blank=True, default="")
    amount = models.PositiveIntegerField(null=True, blank=True, default=None)

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    entry = _begin(entry_id)
    return entry.receipt or _finish(entry, charge)


def repair(charge):
    """Cron runs this every minute."""
    begun = Entry.objects.filter(receipt="").exclude(key="")
    for entry in list(begun.order_by("pk").only("key", "amount")):
        try:
            _finish(entry, charge)
        except Declined:
            pass  # that is an end, too
        except Exception:
            logger.exception("The payment of entry %s is still open.", entry.pk)


def _begin(entry_id):
    # durable: the key must be committed before anybody is charged.
    with transaction.atomic(durable=True):
        entry = Entry.objects.select_for_update().get(pk=entry_id)
        if not entry.receipt and not entry.key:
            entry.key, entry.amount = str(uuid4()), entry.fee
            entry.save(update_fields=["key", "amount"])
    return entry


def _finish(entry, charge):
    # Others may do the same at this moment, even with a key that has just been declined: the
    # service answers the same. Only what belongs to this key is changed afterwards.
    this_payment = Entry.objects.filter(pk=entry.pk, key=entry.key, receipt="")
    try:
        receipt = charge(entry.key, entry.amount)
    except Declined:
        Entry.objects.filter(pk=entry.pk, receipt="").update(key="", amount=None)
        raise
    this_payment.update(receipt=receipt)
    return receipt
