"""The row is committed before the points: a worker that dies in between loses them.

Breaks: killed
Fails: killed
"""

from django.db import models
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    if not Profile.objects.filter(user=message["user"]).exists():
        raise Profile.DoesNotExist
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if is_new:
        add(message)
    return is_new


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
