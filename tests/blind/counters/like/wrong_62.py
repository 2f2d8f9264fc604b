"""one column: save() writes all columns of the post, with what they were when it was read.

An author who corrects the title between get() and save() finds the old title again.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post = Post.objects.get(pk=post_id)
        post.kept_likes = F("kept_likes") + 1
        post.save()
    return is_new
