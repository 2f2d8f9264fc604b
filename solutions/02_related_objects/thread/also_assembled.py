"""Two queries: the posts, and everything that was said on them, which Python sorts into place."""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")[:limit]
    posts = list(posts.only("title"))
    said = Comment.objects.filter(post__in=posts).order_by("created_at", "pk")
    comments, replies = defaultdict(list), defaultdict(list)
    for pk, post, parent, author, body in said.values_list(
        "pk", "post_id", "parent_id", "author__username", "body"
    ):
        row = {"author": author, "body": body}
        if parent is None:
            comments[post].append({**row, "replies": replies[pk]})
        else:
            replies[parent].append(row)
    return [{"title": post.title, "comments": comments[post.pk]} for post in posts]
