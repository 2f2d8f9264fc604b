"""WRONG (rule: no error): NOWAIT: when a writer holds one of the wrong posts, repair() raises and repairs none."""

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post


@transaction.atomic
def repair():
    counted = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by()
        .values("post")
        .annotate(number=Count("pk"))
        .values("number")
    )
    number = Coalesce(Subquery(counted), 0)
    wrong = Post.objects.alias(number=number).exclude(kept_comments=F("number"))
    locked = wrong.order_by("pk").select_for_update(nowait=True, no_key=True)
    repaired = list(locked.values_list("pk", flat=True))
    if repaired:
        Post.objects.filter(pk__in=repaired).update(kept_comments=number)
    return repaired
