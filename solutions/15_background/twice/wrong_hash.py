"""hash() of a text is another number in each process.

Breaks: once
Fails: answer
"""

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.BigIntegerField(primary_key=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    try:
        with transaction.atomic():
            Handled(message=hash(message["id"])).save(force_insert=True)
            add(message)
    except IntegrityError:
        if Handled.objects.filter(pk=hash(message["id"])).exists():
            return False
        raise
    return True


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
