"""queries

It fetches blocks of 500 posts, so that no answer of the database gets large. It shows with a limit of
more than 1500 and as many published posts: there are four queries and more.
"""

from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post["title"],
        "teaser": post["teaser"],
        "kept_likes": post["kept_likes"],
        "edited": post["editor_id"] is not None,
    }


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = posts.annotate(teaser=Left("body", 100))
    rows = shown.values("title", "teaser", "kept_likes", "editor_id")
    page = []
    while len(page) < limit:
        block = rows[len(page) : min(len(page) + 500, limit)]
        page += [card(post) for post in block]
        if len(block) < 500:
            break
    return page
