"""A lock, and save() of the whole row: it is right, and it writes every column for one number.

Breaks: one column
Fails: columns
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post.kept_likes += 1
        post.save()
    return is_new
