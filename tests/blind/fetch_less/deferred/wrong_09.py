"""Wrong (rows): positions in SQL begin with 1. From 0 on, a hundred characters are one of nothing and 99
of the text: teasers of long texts lack the last character."""

from django.db.models import F, Func, TextField, Value

from arena.discuss.models import Post


def card(post):
    return {
        "title": post.title,
        "teaser": post.teaser,
        "kept_likes": post.kept_likes,
        "edited": post.editor_id is not None,
    }


def cards(limit=50):
    teaser = Func(F("body"), Value(0), Value(100), function="substr", output_field=TextField())
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .only("title", "kept_likes", "editor")
        .annotate(teaser=teaser)
    )
    return [card(post) for post in posts[:limit]]
