"""Breaks "killed": the message is committed before the points, and a worker killed in between
has lost them.
"""

from django.db import models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    seen, is_new = Handled.objects.get_or_create(message=message["id"])
    if not is_new:
        return False
    try:
        with transaction.atomic():
            profile = Profile.objects.select_for_update().get(user=message["user"])
            profile.rating = (profile.rating or 0) + message["points"]
            profile.save(update_fields=["rating"])
    except Exception:
        seen.delete()
        raise
    return True
