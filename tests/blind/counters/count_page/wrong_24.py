"""WRONG (rule: new): a post without comments since the last visit gets None instead of 0 (an empty subquery)."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post


def _number(comments):
    counted = comments.filter(post=OuterRef("pk"), is_approved=True).order_by().values("post")
    counted = counted.annotate(number=Count("pk")).values("number")
    return Subquery(counted, output_field=IntegerField())


def page(since, limit=100):
    newest_first = ("-published_at", "-pk")
    on_page = Post.objects.filter(published_at__isnull=False).order_by(*newest_first)
    posts = (
        Post.objects.filter(pk__in=on_page.values("pk")[:limit])
        .annotate(
            told=Coalesce(_number(Comment.objects.all()), 0),
            recent=_number(Comment.objects.filter(created_at__gte=since)),
        )
        .order_by(*newest_first)
    )
    return [
        {"title": title, "comments": told, "new": recent}
        for title, told, recent in posts.values_list("title", "told", "recent")
    ]
