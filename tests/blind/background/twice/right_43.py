"""The message is the primary key, which get_or_create() claims; the profile is read under a row lock, and only its rating is saved."""

from django.db import models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, primary_key=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic():
        _, is_new = Handled.objects.get_or_create(message=message["id"])
        if is_new:
            profile = Profile.objects.select_for_update().get(user=message["user"])
            profile.rating = (profile.rating or 0) + message["points"]
            profile.save(update_fields=["rating"])
    return is_new
