"""A table of payments: at most one of an entry is not declined."""

import logging
from uuid import uuid4

from django.db import models, transaction


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        app_label = "entries"


class Payment(models.Model):
    key = models.UUIDField(primary_key=True, default=uuid4)
    entry = models.ForeignKey(Entry, models.PROTECT)
    amount = models.PositiveIntegerField()
    is_declined = models.BooleanField(default=False)

    class Meta:
        app_label = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(is_declined=False), name="one_payment"
            ),
        ]

    def finish(self, charge):
        try:
            receipt = charge(str(self.key), self.amount)
        except Declined:
            Payment.objects.filter(pk=self.pk).update(is_declined=True)
            raise
        Entry.objects.filter(pk=self.entry_id).update(receipt=receipt)
        return receipt


def pay(entry_id, charge):
    entry = Entry.objects.get(pk=entry_id)
    if entry.receipt:
        return entry.receipt
    with transaction.atomic():
        payment, _ = Payment.objects.get_or_create(
            entry=entry, is_declined=False, defaults={"amount": entry.fee}
        )
    return payment.finish(charge)


def repair(charge):
    for payment in Payment.objects.filter(is_declined=False, entry__receipt=""):
        try:
            payment.finish(charge)
        except Exception as error:
            logging.warning("Payment %s: %s", payment.key, error)
