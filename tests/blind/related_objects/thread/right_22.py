"""RIGHT: values_list() and dictionaries of lists, three queries, one for each level."""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    said = Comment.objects.order_by("created_at", "pk")
    comments = list(
        said.filter(parent__isnull=True, post__in=[pk for pk, _ in posts]).values_list(
            "pk", "post_id", "author__username", "body"
        )
    )
    below = defaultdict(list)
    for parent, author, body in said.filter(
        parent__in=[comment[0] for comment in comments]
    ).values_list("parent_id", "author__username", "body"):
        below[parent].append({"author": author, "body": body})

    under = defaultdict(list)
    for pk, post, author, body in comments:
        under[post].append({"author": author, "body": body, "replies": below[pk]})
    return [{"title": title, "comments": under[pk]} for pk, title in posts]
