"""Two plain queries: the posts of the page, and one GROUP BY over their comments."""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = list(posts.only("title")[:limit])
    numbers = {
        post: (number, new)
        for post, number, new in Comment.objects.filter(post__in=posts, is_approved=True)
        .values_list("post")
        .annotate(number=Count("pk"), new=Count("pk", filter=Q(created_at__gte=since)))
    }
    rows = []
    for post in posts:
        number, new = numbers.get(post.pk, (0, 0))
        rows.append({"title": post.title, "comments": number, "new": new})
    return rows
