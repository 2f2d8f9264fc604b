"""A model of payments beside the entry: one open payment at a time, whose row goes if the bank declines it."""

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
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="payment")
    key = models.CharField(max_length=64, unique=True)
    amount = models.PositiveIntegerField()

    class Meta:
        app_label = "entries"

    def settle(self, charge):
        """Call the service, outside any transaction, and keep what it says."""
        try:
            receipt = charge(self.key, self.amount)
        except Declined:
            Payment.objects.filter(pk=self.pk, key=self.key).delete()
            raise
        Entry.objects.filter(pk=self.entry_id).update(receipt=receipt)
        return receipt


def begin(entry_id):
    """Return the receipt, if there is one, and the payment that was begun or begins now."""
    with transaction.atomic():
        entry = Entry.objects.select_for_update(no_key=True).get(pk=entry_id)
        if entry.receipt:
            return entry.receipt, None
        payment = Payment.objects.filter(entry=entry).first()
        if payment is None:
            payment = Payment.objects.create(entry=entry, key=uuid4().hex, amount=entry.fee)
    return None, payment


def pay(entry_id, charge):
    receipt, payment = begin(entry_id)
    return receipt or payment.settle(charge)


def repair(charge):
    """Cron runs this every minute."""
    for payment in list(Payment.objects.filter(entry__receipt="")):
        try:
            payment.settle(charge)
        except Declined:
            logger.info("The bank has declined the payment of entry %s.", payment.entry_id)
        except Exception:
            logger.exception("The payment of entry %s stays open.", payment.entry_id)
