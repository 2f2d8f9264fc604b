"""Each table once, put together in Python."""

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post


def rows(posts):
    result = []
    for post in posts:
        row = {"title": post.title}
        row["author"] = post.author.username
        row["editor"] = post.editor.username if post.editor else None
        row["contest"] = post.contest.title if post.contest else None
        result.append(row)
    return result


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def joined():
    return published().select_related("author", "editor", "contest")


def feed(limit=50):
    posts = list(published()[:limit])
    keys = {key for post in posts for key in (post.author_id, post.editor_id) if key}
    people = User.objects.in_bulk(keys)
    contests = Contest.objects.in_bulk({post.contest_id for post in posts if post.contest_id})
    return [
        {
            "title": post.title,
            "author": people[post.author_id].username,
            "editor": people[post.editor_id].username if post.editor_id else None,
            "contest": contests[post.contest_id].title if post.contest_id else None,
        }
        for post in posts
    ]
