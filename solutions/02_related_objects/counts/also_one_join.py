"""One count by a join, the other by a sub-query: a single join multiplies nothing.

COUNT() without GROUP BY returns 0 where there is nothing to count, so no Coalesce is needed. With
one, Django would group by the sub-query, and run it for every comment.
"""

from django.db.models import Count, Func, IntegerField, OuterRef, Q, Subquery

from arena.discuss.models import Like, Post


def totals(limit=50):
    likes = Like.objects.filter(post=OuterRef("pk")).order_by()
    likes = likes.annotate(number=Func("pk", function="COUNT", output_field=IntegerField()))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number_of_comments=Count("comments", filter=Q(comments__is_approved=True)),
            number_of_likes=Subquery(likes.values("number")),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "comments": post.number_of_comments,
            "likes": post.number_of_likes,
        }
        for post in posts[:limit]
    ]
