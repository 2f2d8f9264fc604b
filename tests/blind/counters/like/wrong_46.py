"""one column

The row is locked before it is read, so that no title is lost, but save() then writes every column of the post and not only
kept_likes. It shows in the UPDATE statement (or to a trigger ON UPDATE OF title).
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    with transaction.atomic():
        post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            post.kept_likes += 1
            post.save()
    return is_new
