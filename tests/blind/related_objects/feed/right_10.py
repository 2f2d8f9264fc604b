"""RIGHT: a generator over values(), then plain dictionaries of names by id."""

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post


def names(model, field, ids):
    return dict(model.objects.filter(pk__in=ids).values_list("pk", field))


def told(page):
    users = names(User, "username", {p["author_id"] for p in page} | {p["editor_id"] for p in page})
    contests = names(Contest, "title", {p["contest_id"] for p in page})
    for post in page:
        yield {
            "title": post["title"],
            "author": users[post["author_id"]],
            "editor": users.get(post["editor_id"]),
            "contest": contests.get(post["contest_id"]),
        }


def feed(limit=50):
    published = Post.objects.filter(published_at__isnull=False)
    page = published.order_by("-published_at", "-pk").values(
        "title", "author_id", "editor_id", "contest_id"
    )
    return list(told(list(page[:limit])))
