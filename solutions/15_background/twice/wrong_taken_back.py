"""An error removes the row again, and a worker that is killed doesn't.

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
    handled, is_new = Handled.objects.get_or_create(message=message["id"])
    if is_new:
        try:
            add(message)
        except BaseException:
            handled.delete()
            raise
    return is_new


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
