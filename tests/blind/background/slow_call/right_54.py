"""SQL: one UPDATE ... RETURNING keeps or makes the key, and COALESCE keeps the amount of the first call."""

from uuid import uuid4

from django.db import connection, models


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")
    pending_key = models.CharField(max_length=64, null=True, blank=True, default=None)
    pending_fee = models.PositiveIntegerField(null=True, blank=True, default=None)

    class Meta:
        app_label = "entries"


BEGIN = """
UPDATE {table}
SET pending_key = COALESCE(pending_key, %s), pending_fee = COALESCE(pending_fee, fee)
WHERE id = %s AND receipt = ''
RETURNING pending_key, pending_fee
"""
DECLINE = """
UPDATE {table} SET pending_key = NULL, pending_fee = NULL
WHERE id = %s AND pending_key = %s AND receipt = ''
"""
FINISH = "UPDATE {table} SET receipt = %s WHERE id = %s AND pending_key = %s"
OPEN = """
SELECT id, pending_key, pending_fee FROM {table}
WHERE receipt = '' AND pending_key IS NOT NULL ORDER BY id
"""


def run(sql, *params):
    table = connection.ops.quote_name(Entry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=table), params)
        return cursor.fetchall() if cursor.description else []


def pay(entry_id, charge):
    begun = run(BEGIN, str(uuid4()), entry_id)
    if not begun:
        return Entry.objects.values_list("receipt", flat=True).get(pk=entry_id)
    [(key, amount)] = begun
    return settle(entry_id, key, amount, charge)


def settle(entry_id, key, amount, charge):
    try:
        receipt = charge(key, amount)
    except Declined:
        run(DECLINE, entry_id, key)
        raise
    run(FINISH, receipt, entry_id, key)
    return receipt


def repair(charge):
    """Cron runs this every minute."""
    for entry_id, key, amount in run(OPEN):
        try:
            settle(entry_id, key, amount, charge)
        except Exception:
            pass  # declined, or still unknown: the next run asks again with the same key
