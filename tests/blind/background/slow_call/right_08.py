"""A trail of attempts that is never deleted; a class that charges one of them."""

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


class Attempt(models.Model):
    class Outcome(models.TextChoices):
        UNKNOWN = "unknown"
        DECLINED = "declined"
        PAID = "paid"

    key = models.CharField(max_length=64, primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attempts")
    amount = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.UNKNOWN)

    class Meta:
        app_label = "entries"


class Cashier:
    def __init__(self, charge):
        self.charge = charge

    def attempt_for(self, entry_id):
        """Return the receipt, or the attempt to charge: the unknown one, or a new one."""
        with transaction.atomic(durable=True):
            entry = Entry.objects.select_for_update().get(pk=entry_id)
            if entry.receipt:
                return entry.receipt, None
            attempt = Attempt.objects.filter(entry=entry, outcome=Attempt.Outcome.UNKNOWN).first()
            if attempt is None:
                attempt = Attempt(key=uuid4().hex, entry=entry, amount=entry.fee)
                attempt.save(force_insert=True)
        return "", attempt

    def run(self, attempt):
        try:
            receipt = self.charge(attempt.key, attempt.amount)
        except Declined:
            self.note(attempt, Attempt.Outcome.DECLINED)
            raise
        with transaction.atomic(durable=True):
            Entry.objects.filter(pk=attempt.entry_id, receipt="").update(receipt=receipt)
            self.note(attempt, Attempt.Outcome.PAID)
        return receipt

    def note(self, attempt, outcome):
        Attempt.objects.filter(key=attempt.key).update(outcome=outcome)


def pay(entry_id, charge):
    cashier = Cashier(charge)
    receipt, attempt = cashier.attempt_for(entry_id)
    return receipt if attempt is None else cashier.run(attempt)


def repair(charge):
    """Cron runs this every minute."""
    cashier = Cashier(charge)
    for attempt in list(Attempt.objects.filter(outcome=Attempt.Outcome.UNKNOWN)):
        try:
            cashier.run(attempt)
        except Exception:
            logging.exception("Attempt %s", attempt.key)
