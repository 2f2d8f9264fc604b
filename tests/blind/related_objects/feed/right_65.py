"""Three queries: the posts, then the people and the contests that they name, each by in_bulk(), and no joins."""

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .only("title", "author_id", "editor_id", "contest_id")
        .order_by("-published_at", "-pk")[:limit]
    )
    people = User.objects.only("username").in_bulk(
        {post.author_id for post in posts} | {post.editor_id for post in posts} - {None}
    )
    contests = Contest.objects.only("title").in_bulk({post.contest_id for post in posts} - {None})
    rows = []
    for post in posts:
        author = people.get(post.author_id)
        if author is None:
            continue  # Since the first query the author was deleted, and the post with them.
        editor = people.get(post.editor_id)
        contest = contests.get(post.contest_id)
        rows.append(
            {
                "title": post.title,
                "author": author.username,
                "editor": None if editor is None else editor.username,
                "contest": None if contest is None else contest.title,
            }
        )
    return rows
