"""writers

Posts are locked (those in use are skipped), but the number is counted by the statement that locks, as of its beginning. If a
writer to a wrong post commits after that and before the post is locked, its comment is lost and the post is wrong again.
"""

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post


@transaction.atomic
def repair():
    comments = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by()
    number = comments.values("post").annotate(number=Count("pk")).values("number")
    wrong = list(
        Post.objects.select_for_update(skip_locked=True, no_key=True)
        .annotate(number=Coalesce(Subquery(number), 0))
        .exclude(kept_comments=F("number"))
        .order_by("pk")
    )
    for post in wrong:
        post.kept_comments = post.number
    Post.objects.bulk_update(wrong, ["kept_comments"])
    return [post.pk for post in wrong]
