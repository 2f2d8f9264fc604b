"""It returns all that looked wrong, with the posts that it skipped because a writer held them.

Breaks: result
Fails: writers
"""

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by().values("post")
NUMBER = Coalesce(Subquery(approved.annotate(number=Count("pk")).values("number")), 0)


@transaction.atomic
def repair():
    keys = list(
        Post.objects.exclude(kept_comments=NUMBER).order_by("pk").values_list("pk", flat=True)
    )
    free = Post.objects.filter(pk__in=keys).select_for_update(skip_locked=True, no_key=True)
    Post.objects.filter(pk__in=free.values("pk")).update(kept_comments=NUMBER)
    return keys
