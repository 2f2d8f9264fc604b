"""RIGHT: the page as a limited subquery (pk IN), COUNT as a Func in ungrouped subqueries."""

from django.db.models import F, Func, IntegerField, OuterRef, Subquery

from arena.discuss.models import Comment, Like, Post


def _number_of(rows):
    rows = rows.filter(post_id=OuterRef("pk")).order_by()
    counted = rows.annotate(n=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("n"), output_field=IntegerField())


def totals(limit=50):
    newest = ("-published_at", "-pk")
    page = Post.objects.filter(published_at__isnull=False).order_by(*newest)[:limit]
    shown = (
        Post.objects.filter(pk__in=page.values("pk"))
        .annotate(
            n_comments=_number_of(Comment.objects.filter(is_approved=True)),
            n_likes=_number_of(Like.objects.all()),
        )
        .order_by(*newest)
        .values("title", "n_comments", "n_likes")
    )
    return [
        {"title": row["title"], "comments": row["n_comments"], "likes": row["n_likes"]}
        for row in shown
    ]
