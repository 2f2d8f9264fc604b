"""Lock, read and write in Python, after the slow part."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
        post = Post.objects.select_for_update(no_key=True).only("kept_likes").get(pk=post_id)
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new


def likes(post_id):
    return Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
