"""repair

repair() lists the entries whose payment has begun, and calls pay() for each. It shows when the payment of one of them is
declined meanwhile, by another worker, after the list was read: pay() finds no key, and starts a new payment.
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
    for entry_id in list(begun.order_by("pk").values_list("pk", flat=True)):
        try:
            pay(entry_id, charge)
        except Declined:
            pass  # that is an end, too
        except Exception:
            logger.exception("The payment of entry %s is still open.", entry_id)


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
        this_payment.update(key="", amount=None)
        raise
    this_payment.update(receipt=receipt)
    return receipt
