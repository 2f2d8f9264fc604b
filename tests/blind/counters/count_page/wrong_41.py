"""comments, new

The comments are grouped by their post's title. Two posts of the page with the same title both show the
sum of the two.
"""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(posts.values_list("pk", "title")[:limit])
    approved = Comment.objects.filter(post__in=[pk for pk, _ in shown], is_approved=True)
    counted = approved.order_by().values_list("post__title").annotate(
        number=Count("pk"), new=Count("pk", filter=Q(created_at__gte=since))
    )
    numbers = {title: both for title, *both in counted}
    rows = []
    for _, title in shown:
        comments, new = numbers.get(title, (0, 0))
        rows.append({"title": title, "comments": comments, "new": new})
    return rows
