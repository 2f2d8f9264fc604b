"""It locks the post, adds the like, and counts all likes again while nobody else can count."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    with transaction.atomic():
        # Likes of one post queue here, so that the count below sees all of those before.
        post = Post.objects.select_for_update(no_key=True).only("pk").get(pk=post_id)
        _, is_new = Like.objects.get_or_create(
            post=post, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            Post.objects.filter(pk=post_id).update(
                kept_likes=Like.objects.filter(post_id=post_id).count()
            )
        return is_new
