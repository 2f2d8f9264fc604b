"""WRONG (rule: result): if both likes of a person arrive together, both get True: the answer is found before the lock (like and number are right)."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    likes = Like.objects.filter(post_id=post_id)
    if likes.filter(user_id=user_id).exists():
        return False
    with transaction.atomic():
        the_post = Post.objects.filter(pk=post_id)
        list(the_post.select_for_update(no_key=True).values_list("pk"))
        Like.objects.bulk_create(
            [Like(post_id=post_id, user_id=user_id, created_at=timezone.now())],
            ignore_conflicts=True,
        )
        # Counted, not added up: right even if the like was there already.
        the_post.update(kept_likes=likes.count())
    return True
