"""A key in the cache is gone after a restart, and then the message counts again.

Breaks: once
Fails: answer
"""

from django.core.cache import cache
from django.db import models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    if not cache.add(f"message-{message['id'].encode().hex()}", 1, timeout=None):
        return False
    add(message)
    return True


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
