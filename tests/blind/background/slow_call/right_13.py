"""Right: payments have a table of their own; a payment that was declined is kept as such."""

import logging
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Q

logger = logging.getLogger(__name__)


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        app_label = "entries"


class Payment(models.Model):
    """One try at paying for an entry, from before the bank is asked."""

    OPEN, PAID, DECLINED = "open", "paid", "declined"

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="payments")
    key = models.CharField(max_length=64, unique=True)
    amount = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default=OPEN)

    class Meta:
        app_label = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=~Q(state="declined"), name="one_payment_per_entry"
            ),
        ]

    def settle(self, charge):
        mine = Payment.objects.filter(pk=self.pk, state=Payment.OPEN)
        try:
            receipt = charge(self.key, self.amount)
        except Declined:
            mine.update(state=Payment.DECLINED)
            raise
        with transaction.atomic():
            if mine.update(state=Payment.PAID):
                Entry.objects.filter(pk=self.entry_id).update(receipt=receipt)
        return receipt


@transaction.atomic(durable=True)
def begin(entry_id):
    """Return the entry, and the payment that is open for it, where it is not paid."""
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    if entry.receipt:
        return entry, None
    payment = entry.payments.exclude(state=Payment.DECLINED).first()
    if payment is None:
        payment = entry.payments.create(key=uuid4().hex, amount=entry.fee)
    return entry, payment


def pay(entry_id, charge):
    entry, payment = begin(entry_id)
    return entry.receipt if payment is None else payment.settle(charge)


def repair(charge):
    """Cron runs this every minute."""
    for payment in list(Payment.objects.filter(state=Payment.OPEN).order_by("pk")):
        try:
            payment.settle(charge)
        except Declined:
            pass
        except Exception:
            logger.exception("Payment %s is still open", payment.key)
