"""The post's row is locked first, so that look, insert and count of one post happen one after another."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    post = Post.objects.select_for_update(no_key=True).only("kept_likes").get(pk=post_id)
    if Like.objects.filter(post_id=post_id, user_id=user_id).exists():
        return False
    Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
    post.kept_likes += 1
    post.save(update_fields=["kept_likes"])
    return True
