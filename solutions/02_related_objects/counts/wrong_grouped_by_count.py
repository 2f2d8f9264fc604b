"""A subquery counts the likes, and it runs again for every comment.

Count() makes Django group by everything else that is selected. Django leaves a bare Subquery out of
GROUP BY, but not a Coalesce around it: to group by that, the database needs its value in every row
of the join.

Breaks: work
Fails: work
"""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Like, Post


def totals(limit=50):
    likes = Like.objects.filter(post=OuterRef("pk")).order_by().values("post")
    likes = likes.annotate(number=Count("pk")).values("number")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number_of_comments=Count("comments", filter=Q(comments__is_approved=True)),
            number_of_likes=Coalesce(Subquery(likes), 0),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.number_of_comments, "likes": post.number_of_likes}
        for post in posts[:limit]
    ]
