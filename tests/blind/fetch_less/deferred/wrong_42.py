"""rows

A first query decides which posts are shown, a second one fetches what their cards need. It shows when
a post of the page is deleted between the two statements (KeyError), or is made a draft (it is shown).
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
    keys = list(posts.values_list("pk", flat=True)[:limit])
    shown = Post.objects.filter(pk__in=keys).annotate(teaser=Left("body", 100))
    found = {
        post["pk"]: post
        for post in shown.values("pk", "title", "teaser", "kept_likes", "editor_id")
    }
    return [card(found[key]) for key in keys]
