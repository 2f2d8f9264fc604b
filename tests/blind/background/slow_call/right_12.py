"""Right: no transaction at all, only single statements that compare and set."""

import logging
from uuid import uuid4

from django.db import models
from django.db.models import F

log = logging.getLogger(__name__)


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    pay_key = models.UUIDField(null=True, default=None)
    pay_amount = models.PositiveIntegerField(null=True, default=None)

    class Meta:
        app_label = "entries"


def begin(entry_id):
    """Return receipt, key and amount; either the receipt is there or the other two."""
    unpaid = Entry.objects.filter(pk=entry_id, receipt="")
    while True:
        unpaid.filter(pay_key=None).update(pay_key=uuid4(), pay_amount=F("fee"))
        rows = Entry.objects.values_list("receipt", "pay_key", "pay_amount")
        receipt, key, amount = rows.get(pk=entry_id)
        if receipt or key is not None:
            return receipt, key, amount


def complete(entry_id, key, amount, charge):
    same = Entry.objects.filter(pk=entry_id, pay_key=key, receipt="")
    try:
        receipt = charge(str(key), amount)
    except Declined:
        same.update(pay_key=None, pay_amount=None)
        raise
    same.update(receipt=receipt)
    return receipt


def pay(entry_id, charge):
    receipt, key, amount = begin(entry_id)
    return receipt or complete(entry_id, key, amount, charge)


def repair(charge):
    """Cron runs this every minute."""
    keys = Entry.objects.filter(receipt="", pay_key__isnull=False).values_list("pk", flat=True)
    for entry_id in list(keys.order_by("pk")):
        rows = Entry.objects.filter(pk=entry_id, receipt="", pay_key__isnull=False)
        payment = rows.values_list("pay_key", "pay_amount").first()
        if payment is None:  # somebody else has finished it since
            continue
        try:
            complete(entry_id, *payment, charge)
        except Exception as error:
            log.warning("Entry %s is not paid: %r", entry_id, error)
