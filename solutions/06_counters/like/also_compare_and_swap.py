"""Write only if the number is still what was read, and else try again."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    while is_new:
        [number] = Post.objects.filter(pk=post_id).values_list("kept_likes", flat=True)
        unchanged = Post.objects.filter(pk=post_id, kept_likes=number)
        if unchanged.update(kept_likes=number + 1):
            break
    return is_new
