"""One try around the whole transaction; an IntegrityError is only swallowed if it is the message's."""

from django.db import IntegrityError, models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


def _count(message):
    Handled.objects.create(message=message["id"])
    profile = Profile.objects.select_for_update().get(user=message["user"])
    rating = 0 if profile.rating is None else profile.rating
    Profile.objects.filter(pk=profile.pk).update(rating=rating + message["points"])


def handle(message):
    try:
        with transaction.atomic():
            _count(message)
    except IntegrityError:
        if Handled.objects.filter(message=message["id"]).exists():
            return False
        raise
    return True
