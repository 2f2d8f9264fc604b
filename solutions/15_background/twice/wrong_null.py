"""NULL plus seven is NULL.

Breaks: once
Fails: answer
"""

from django.db import models, transaction
from django.db.models import F

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if is_new:
        total = F("rating") + message["points"]
        if not Profile.objects.filter(user=message["user"]).update(rating=total):
            raise Profile.DoesNotExist
    return is_new
