"""The ORM locks the wrong posts that are free, and a raw UPDATE counts them again under the lock and returns what it wrote as posts."""

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

NUMBER = Coalesce(
    Subquery(
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by()
        .values("post")
        .annotate(number=Count("pk"))
        .values("number")
    ),
    0,
)


@transaction.atomic
def repair():
    wrong = Post.objects.exclude(kept_comments=NUMBER).order_by("pk")
    free = wrong.select_for_update(skip_locked=True, no_key=True)
    keys = list(free.values_list("pk", flat=True))
    if not keys:
        return keys
    written = Post.objects.raw(
        """
        UPDATE discuss_post
        SET kept_comments = (
            SELECT count(*) FROM discuss_comment c
            WHERE c.post_id = discuss_post.id AND c.is_approved
        )
        WHERE id = ANY(%s) AND kept_comments <> (
            SELECT count(*) FROM discuss_comment c
            WHERE c.post_id = discuss_post.id AND c.is_approved
        )
        RETURNING id
        """,
        [keys],
    )
    return sorted(post.pk for post in written)
