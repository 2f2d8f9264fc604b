"""One UPDATE ... RETURNING begins a payment or finds the one that has begun, in a transaction of its own; all writes name their columns and their key."""

import logging
from contextlib import suppress
from uuid import uuid4

from django.db import connection, models, transaction

logger = logging.getLogger(__name__)

BEGIN = """
    UPDATE entries_entry
    SET payment_key = CASE WHEN payment_key = '' THEN %s ELSE payment_key END,
        payment_amount = CASE WHEN payment_key = '' THEN fee ELSE payment_amount END
    WHERE id = %s AND receipt = ''
    RETURNING payment_key, payment_amount
"""
UNFINISHED = """
    SELECT id, payment_key, payment_amount FROM entries_entry
    WHERE receipt = '' AND payment_key <> ''
    ORDER BY id
"""
STORE = "UPDATE entries_entry SET receipt = %s WHERE id = %s AND receipt = ''"
FORGET = """
    UPDATE entries_entry SET payment_key = '', payment_amount = 0
    WHERE id = %s AND payment_key = %s AND receipt = ''
"""


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    payment_key = models.CharField(max_length=36, blank=True, default="")
    payment_amount = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "entries"


def pay(entry_id, charge):
    begun = _execute(BEGIN, str(uuid4()), entry_id)
    if not begun:  # paid, or no such entry
        return Entry.objects.values_list("receipt", flat=True).get(pk=entry_id)
    return _charge(entry_id, *begun[0], charge)


def repair(charge):
    """Cron runs this every minute."""
    for entry_id, key, amount in _execute(UNFINISHED):
        with suppress(Declined):
            try:
                _charge(entry_id, key, amount, charge)
            except Declined:
                raise
            except Exception:
                logger.exception("Entry %s: the next minute tries again", entry_id)


def _charge(entry_id, key, amount, charge):
    try:
        receipt = charge(key, amount)
    except Declined:
        _execute(FORGET, entry_id, key)
        raise
    _execute(STORE, receipt, entry_id)
    return receipt


def _execute(statement, *values):
    # durable: an error if a caller's transaction is open, for then nothing would be committed.
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
