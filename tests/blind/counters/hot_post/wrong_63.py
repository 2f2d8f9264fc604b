"""notify: it is called by on_commit(), after the transaction.

What notify() writes is no longer in the like's transaction: if it raises, the like and the number
stay, and in a caller's transaction it is not called before that one ends.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
        transaction.on_commit(lambda: notify(post_id, user_id))
    return is_new


def likes(post_id):
    return Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
