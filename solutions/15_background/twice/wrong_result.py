"""The result is True for a message that has counted before.

Breaks: result
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
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if is_new:
        add(message)
    return True


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
