"""Three plain queries: the posts, and a GROUP BY of those posts for each count."""

from django.db.models import Count

from arena.discuss.models import Comment, Like, Post


def number_by_post(objects):
    return dict(objects.values_list("post").annotate(number=Count("pk")))


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = list(posts[:limit])
    comments = number_by_post(Comment.objects.filter(is_approved=True, post__in=posts))
    likes = number_by_post(Like.objects.filter(post__in=posts))
    return [
        {
            "title": post.title,
            "comments": comments.get(post.pk, 0),
            "likes": likes.get(post.pk, 0),
        }
        for post in posts
    ]
