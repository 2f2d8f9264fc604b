"""RIGHT: in_bulk() dictionaries of the users and contests of the posts shown."""

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")[:limit]
    )
    user_ids = {post.author_id for post in posts} | {post.editor_id for post in posts}
    users = User.objects.in_bulk(user_ids - {None})
    contests = Contest.objects.in_bulk({post.contest_id for post in posts} - {None})
    rows = []
    for post in posts:
        editor = users.get(post.editor_id)
        contest = contests.get(post.contest_id)
        rows.append(
            {
                "title": post.title,
                "author": users[post.author_id].username,
                "editor": editor.username if editor is not None else None,
                "contest": contest.title if contest is not None else None,
            }
        )
    return rows
