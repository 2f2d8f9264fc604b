"""Lock the row first, then read, add and write in Python.

no_key=True is the lock that an UPDATE acquires. Without it, everybody who inserts a comment on it
waits as well: its foreign key locks the post's key.
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    post = Post.objects.select_for_update(no_key=True).only("kept_likes").get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new
