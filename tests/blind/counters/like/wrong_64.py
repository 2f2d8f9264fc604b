"""number: the likes are counted inside the UPDATE, as they were when it began.

Of two people at the same moment, the second's UPDATE waits for the first's row, but its count was
taken from a snapshot before the first's commit: one like is missing until the next one.
"""

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        of_post = Like.objects.filter(post_id=OuterRef("pk")).order_by().values("post_id")
        counted = Subquery(of_post.annotate(number=Count("pk")).values("number"))
        Post.objects.filter(pk=post_id).update(kept_likes=counted)
    return is_new
