"""WRONG (rule: one column): F() keeps the number right, but save() writes the title that was read before, over an author's correction."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    post = Post.objects.get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post=post, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post.kept_likes = F("kept_likes") + 1
        post.save()
    return is_new
