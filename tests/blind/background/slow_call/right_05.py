"""One UPDATE ... RETURNING begins a payment, or returns the one that has begun."""

import sys
import traceback
from uuid import uuid4

from django.db import connection, models


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    pay_key = models.CharField(max_length=64, blank=True, default="")
    pay_amount = models.PositiveIntegerField(blank=True, default=0)

    class Meta:
        app_label = "entries"


BEGIN = """
    UPDATE entries_entry
    SET pay_amount = CASE WHEN pay_key = '' THEN fee ELSE pay_amount END,
        pay_key = CASE WHEN pay_key = '' THEN %s ELSE pay_key END
    WHERE id = %s AND receipt = ''
    RETURNING pay_key, pay_amount
"""
PAID = "UPDATE entries_entry SET receipt = %s WHERE id = %s AND pay_key = %s AND receipt = ''"
DROP = """
    UPDATE entries_entry SET pay_key = '', pay_amount = 0
    WHERE id = %s AND pay_key = %s AND receipt = ''
"""
BEGUN = "SELECT id, pay_key, pay_amount FROM entries_entry WHERE receipt = '' AND pay_key <> ''"


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def pay(entry_id, charge):
    rows = run(BEGIN, str(uuid4()), entry_id)
    if not rows:
        return Entry.objects.get(pk=entry_id).receipt
    [(key, amount)] = rows
    return complete(entry_id, key, amount, charge)


def complete(entry_id, key, amount, charge):
    try:
        receipt = charge(key, amount)
    except Declined:
        run(DROP, entry_id, key)
        raise
    run(PAID, receipt, entry_id, key)
    return receipt


def repair(charge):
    """Cron runs this every minute."""
    for entry_id, key, amount in run(BEGUN):
        try:
            complete(entry_id, key, amount, charge)
        except Exception:
            traceback.print_exc(file=sys.stderr)
