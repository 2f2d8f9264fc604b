"""An entry is locked while somebody pays. After a crash, people pay twice.

charge(key, amount) asks a slow service. It charges a key (up to 64 characters) once;
repeated with the same amount, it answers the same.

Change this file. You may add fields with defaults, and models.

Rules:
- result: pay() stores and returns the receipt, also to simultaneous callers.
- short: while charge() runs, no session is in a transaction.
- once: whatever fails or is killed, an entry is charged once.
- same: a repeated call has the same key and amount, even if the fee changed.
- declined: pay() raises charge()'s Declined. The next pay() has a new key and the current fee.
- errors: pay() raises charge()'s other errors: the entry may be charged.
- repair: repair(charge) finishes payments that began, despite charge()'s errors, and starts none.
- others: what others write stays.
"""

from uuid import uuid4

from django.db import models, transaction


class Declined(Exception):
    """The bank has said no, and charges nothing for this key."""


class Entry(models.Model):
    fee = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        app_label = "entries"


@transaction.atomic
def pay(entry_id, charge):
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    if not entry.receipt:
        # TODO: from here on all others wait, and nobody else knows the key.
        entry.receipt = charge(str(uuid4()), entry.fee)
        entry.save()
    return entry.receipt


def repair(charge):
    """Cron runs this every minute."""
