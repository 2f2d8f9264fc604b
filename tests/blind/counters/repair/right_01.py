"""Lock wrong, unlocked and unchanged posts with the ORM, then recount them in one update()."""

from django.db import connection, transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

APPROVED = (
    Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
    .order_by()
    .values("post")
    .annotate(n=Count("*"))
    .values("n")
)
NUMBER = Coalesce(Subquery(APPROVED), 0)
SEEN = Subquery(Post.objects.filter(pk=OuterRef("pk")).values("kept_comments")[:1])


@transaction.atomic
def repair():
    wrong = (
        Post.objects.select_for_update(skip_locked=True, no_key=True)
        .annotate(number=NUMBER, seen=SEEN)
        .filter(kept_comments=F("seen"))
        .exclude(kept_comments=F("number"))
    )
    keys = sorted(post.pk for post in wrong)
    Post.objects.filter(pk__in=keys).update(kept_comments=NUMBER)
    return keys
