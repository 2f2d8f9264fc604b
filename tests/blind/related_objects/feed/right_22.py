"""RIGHT: three queries, of posts with authors, editors and contests, put together with dictionaries."""

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("title", "author__username", "editor_id", "contest_id")[:limit]
    )
    editors = {post[2] for post in posts} - {None}
    contests = {post[3] for post in posts} - {None}
    names = dict(User.objects.filter(pk__in=editors).values_list("pk", "username"))
    titles = dict(Contest.objects.filter(pk__in=contests).values_list("pk", "title"))
    return [
        {
            "title": title,
            "author": author,
            "editor": names.get(editor),
            "contest": titles.get(contest),
        }
        for title, author, editor, contest in posts
    ]
