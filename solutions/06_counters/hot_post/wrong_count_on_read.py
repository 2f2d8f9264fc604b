"""No number is stored, so nobody waits for it; every reader counts all likes instead.

Breaks: reading
Fails: read
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    return Like.objects.filter(post_id=post_id).count()
