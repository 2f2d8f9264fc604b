"""A model of payments; a partial unique constraint allows one open payment per entry."""

import logging
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Q


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        app_label = "entries"


class Payment(models.Model):
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="payments")
    key = models.CharField(max_length=64, unique=True)
    amount = models.PositiveIntegerField()
    is_open = models.BooleanField(default=True)

    class Meta:
        app_label = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(is_open=True), name="one_open_payment_per_entry"
            )
        ]


def pay(entry_id, charge):
    with transaction.atomic(durable=True):
        entry = Entry.objects.select_for_update().get(pk=entry_id)
        if entry.receipt:
            return entry.receipt
        payment = entry.payments.filter(is_open=True).first()
        if payment is None:
            payment = entry.payments.create(key=str(uuid4()), amount=entry.fee)
    return ask(payment, charge)


def ask(payment, charge):
    """Charge a payment that is committed, and close it."""
    this = Payment.objects.filter(pk=payment.pk)
    try:
        receipt = charge(payment.key, payment.amount)
    except Declined:
        this.update(is_open=False)
        raise
    with transaction.atomic(durable=True):
        Entry.objects.filter(pk=payment.entry_id, receipt="").update(receipt=receipt)
        this.update(is_open=False)
    return receipt


def repair(charge):
    """Cron runs this every minute."""
    for payment in list(Payment.objects.filter(is_open=True).order_by("pk")):
        try:
            ask(payment, charge)
        except Declined:
            continue
        except Exception:
            logging.exception("Payment %s stays open.", payment.key)
