"""An advisory lock of the transaction lets one caller at a time look for the key, and no longer."""

import logging
from uuid import uuid4

from django.db import connection, models, transaction

logger = logging.getLogger(__name__)


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    # A payment that has begun has both: the key, and the fee as it was then.
    key = models.CharField(max_length=64, blank=True, default="")
    amount = models.PositiveIntegerField(null=True, blank=True, default=None)

    class Meta:
        app_label = "entries"


def begin(entry_id):
    """Commit a key and an amount, before anybody is asked for money."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [entry_id])
        entry = Entry.objects.get(pk=entry_id)
        if not entry.receipt and not entry.key:
            entry.key, entry.amount = str(uuid4()), entry.fee
            entry.save(update_fields=["key", "amount"])
    return entry


def finish(entry, charge):
    """Ask for the money, outside of any transaction, and note the answer for this key only."""
    declined = None
    try:
        changes = {"receipt": charge(entry.key, entry.amount)}
    except Declined as error:
        declined, changes = error, {"key": "", "amount": None}
    Entry.objects.filter(pk=entry.pk, key=entry.key, receipt="").update(**changes)
    if declined:
        raise declined
    return changes["receipt"]


def pay(entry_id, charge):
    entry = begin(entry_id)
    return entry.receipt or finish(entry, charge)


def repair(charge):
    """Cron runs this every minute."""
    for entry in list(Entry.objects.filter(receipt="").exclude(key="")):
        try:
            finish(entry, charge)
        except Exception:
            logger.exception("The payment of entry %s isn't finished.", entry.pk)
