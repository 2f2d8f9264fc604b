"""The card takes the truth of a key: nobody has edited what the person with the key 0 has.

Breaks: rows
Fails: answer
"""

from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post.title,
        "teaser": post.teaser,
        "kept_likes": post.kept_likes,
        "edited": bool(post.editor_id),
    }


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = posts.defer("body").annotate(teaser=Left("body", 100))
    return [card(post) for post in posts[:limit]]
