"""Reads the page's ids first, then its posts with two correlated subqueries that count."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Like, Post


def _number(rows):
    grouped = rows.filter(post=OuterRef("pk")).order_by().values("post")
    counted = grouped.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def totals(limit=50):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    keys = list(newest.values_list("pk", flat=True)[:limit])
    counted = Post.objects.filter(pk__in=keys).annotate(
        approved=_number(Comment.objects.filter(is_approved=True)),
        liked=_number(Like.objects.all()),
    )
    rows = {
        pk: {"title": title, "comments": approved, "likes": liked}
        for pk, title, approved, liked in counted.values_list("pk", "title", "approved", "liked")
    }
    return [rows[pk] for pk in keys if pk in rows]
