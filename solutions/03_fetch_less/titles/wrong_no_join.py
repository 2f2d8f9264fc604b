"""Without the join a post is still fetched with all its columns.

author_id is in the post's own row, so the join was not needed. The text is not needed either.

Breaks: columns
Fails: work
"""

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return [{"link": link(post), "title": post.title, "author": post.author_id} for post in posts]
