"""bulk_create() doesn't tell whether the row was new.

Breaks: once
Fails: answer
"""

from django.db import models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    rows = Handled.objects.bulk_create([Handled(message=message["id"])], ignore_conflicts=True)
    if rows:
        add(message)
    return bool(rows)


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
