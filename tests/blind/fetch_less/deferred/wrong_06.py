"""WRONG: rows ("published posts"). NULLS LAST instead of the filter: with fewer published posts than `limit`, drafts fill the page up."""

from django.db.models import F
from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post["title"],
        "teaser": post["teaser"],
        "kept_likes": post["kept_likes"],
        "edited": post["editor"] is not None,
    }


def cards(limit=50):
    posts = Post.objects.order_by(F("published_at").desc(nulls_last=True), "-pk")
    posts = posts.annotate(teaser=Left("body", 100))
    return [card(post) for post in posts.values("title", "teaser", "kept_likes", "editor")[:limit]]
