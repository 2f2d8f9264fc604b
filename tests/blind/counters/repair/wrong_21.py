"""WRONG (rule: writers): the UPDATE waits for a writer and then stores a count from before that writer's comment."""

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
    wrong = Post.objects.annotate(number=number).exclude(kept_comments=F("number"))
    repaired = list(wrong.order_by("pk").values_list("pk", flat=True))
    Post.objects.filter(pk__in=repaired).update(kept_comments=number)
    return repaired
