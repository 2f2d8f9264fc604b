"""Insert first and lock then: the lock of the row is held for a shorter time.

In other projects this is a deadlock: an insert holds the row that its foreign key names a little,
and eight transactions that hold it a little all ask for more. Django's own foreign keys are looked
at on commit, so here the insert holds nothing yet.
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post = Post.objects.select_for_update().get(pk=post_id)
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new
