"""Read the number, do the slow work, write the number: nobody waits, and most likes are lost.

Breaks: number
Fails: crowd
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post = Post.objects.get(pk=post_id)
        notify(post_id, user_id)
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new


def likes(post_id):
    return Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
