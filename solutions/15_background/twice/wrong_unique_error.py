"""The second worker gets an IntegrityError, and not False.

Breaks: once
Fails: together
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
    if Handled.objects.filter(message=message["id"]).exists():
        return False
    add(message)
    Handled.objects.create(message=message["id"])
    return True


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
