"""A payment is a row of another model, at most one for each entry: made before the call, deleted if it is declined."""

import logging
from uuid import uuid4

from django.db import models, transaction

logger = logging.getLogger(__name__)


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        app_label = "entries"


class Payment(models.Model):
    """An attempt to charge an entry, which may have succeeded. It stays after success."""

    entry = models.OneToOneField(
        Entry, models.CASCADE, related_name="payment", db_constraint=False
    )
    key = models.UUIDField(default=uuid4, unique=True)
    amount = models.PositiveIntegerField()

    class Meta:
        app_label = "entries"

    def finish(self, charge):
        try:
            receipt = charge(str(self.key), self.amount)
        except Declined:
            Payment.objects.filter(key=self.key).delete()
            raise
        Entry.objects.filter(pk=self.entry_id, receipt="").update(receipt=receipt)
        return receipt


def pay(entry_id, charge):
    with transaction.atomic(durable=True):  # committed before anything is charged
        entry = Entry.objects.select_for_update().get(pk=entry_id)
        if entry.receipt:
            return entry.receipt
        payment, _ = Payment.objects.get_or_create(entry=entry, defaults={"amount": entry.fee})
    return payment.finish(charge)


def repair(charge):
    """Cron runs this every minute."""
    unfinished = Payment.objects.filter(entry__receipt="").order_by("pk")
    for key in list(unfinished.values_list("pk", flat=True)):
        try:
            # Read again: it may have been finished, or declined, since the list was made.
            if payment := unfinished.filter(pk=key).first():
                payment.finish(charge)
        except Declined:
            logger.info("A payment was declined.")
        except Exception:
            logger.exception("Payment %s can't be finished yet.", key)
