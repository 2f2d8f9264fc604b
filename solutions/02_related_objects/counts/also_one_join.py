"""A join counts the comments, and a subquery the likes: a single join multiplies nothing.

The join is limited to the posts of the page. Without that, the database groups the comments of the
whole site. COUNT() without GROUP BY returns 0 where there is nothing to count, so there is no
Coalesce: with one, Django would group by the subquery and run it for every comment.
"""

from django.db.models import Count, Func, IntegerField, OuterRef, Q, Subquery

from arena.discuss.models import Like, Post


def totals(limit=50):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(newest.values_list("pk", flat=True)[:limit])
    likes = Like.objects.filter(post=OuterRef("pk")).order_by()
    likes = likes.annotate(number=Func("pk", function="COUNT", output_field=IntegerField()))
    posts = (
        Post.objects.filter(pk__in=shown)
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
        for post in posts
    ]
