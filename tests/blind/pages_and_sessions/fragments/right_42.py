"""Not HTML but rows are cached, for all languages at once; each page is rendered from them.
"""

from django.core.cache import cache
from django.db.models import Count
from django.http import HttpResponse
from django.template import Context, Engine
from django.utils.translation import get_language

from arena.discuss.models import Comment, Post, Tag

WORDS = {
    "en": {"hello": "Hello", "yours": "Comments on your posts", "newest": "Newest posts"},
    "de": {"hello": "Hallo", "yours": "Kommentare zu dir", "newest": "Neueste Beiträge"},
}

PAGE = Engine().from_string(
    """
    <p>{{ words.hello }}, {{ name }}!</p>
    {% if user.is_authenticated %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
        <h1>{{ words.newest }}</h1>
        <ul>{% for title, author in posts %}
            <li>{{ title }}: {{ author }}</li>
        {% endfor %}</ul>
    <ul>{% for name, number in tags %}<li>{{ name }}: {{ number }}</li>{% endfor %}</ul>"""
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return list(posts.values_list("title", "author__username")[:20])


def popular():
    tags = Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")
    return list(tags.values_list("name", "number")[:10])


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def home(request):
    """Ask the cache once for all, and the database for each part that is missing."""
    user = request.user
    parts = {"posts": newest, "tags": popular}
    if user.is_authenticated:
        parts["comments"] = lambda: on_posts_of(user)
    keys = {part: f"arena.home.{part}" for part in parts}
    if "comments" in keys:
        keys["comments"] += f".{user.pk}"
    found = cache.get_many(keys.values())
    values = {}
    for part, key in keys.items():
        if key not in found:
            found[key] = parts[part]()
            cache.set(key, found[key], timeout=240)
        values[part] = found[key]
    name = user.get_username() or "stranger"
    context = Context({**values, "words": WORDS[get_language()], "user": user, "name": name})
    return HttpResponse(PAGE.render(context))
