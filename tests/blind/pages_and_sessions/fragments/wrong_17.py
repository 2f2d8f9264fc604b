"""Breaks page: the posts are cached as a dictionary by title. Titles are not unique: of two posts with
the same title only one is shown."""

import time

from django.core.cache import cache
from django.db.models import Count
from django.http import HttpResponse
from django.template import Context, Engine
from django.utils.html import escape
from django.utils.translation import get_language

from arena.discuss.models import Comment, Post, Tag

WORDS = {
    "en": {"hello": "Hello", "yours": "Comments on your posts", "newest": "Newest posts"},
    "de": {"hello": "Hallo", "yours": "Kommentare zu dir", "newest": "Neueste Beiträge"},
}

engine = Engine(libraries={"cache": "django.templatetags.cache"})


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


PAGE = engine.from_string(
    """
    <p>{{ words.hello }}, {{ name }}!</p>
    {% if user.is_authenticated %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
        <h1>{{ words.newest }}</h1>
        <ul>{% for title, username in posts %}
            <li>{{ title }}: {{ username }}</li>
        {% endfor %}</ul>
    <ul>{% for name, number in tags %}<li>{{ name }}: {{ number }}</li>{% endfor %}</ul>"""
)


def posts():
    return dict(newest().values_list("title", "author__username"))


def tags():
    return {tag.name: tag.number for tag in popular()}


def home(request):
    user = request.user
    context = {
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "posts": list(cache.get_or_set("posts", posts, 500).items()),
        "tags": list(cache.get_or_set("tags", tags, 500).items()),
    }
    if user.is_authenticated:
        key = f"comments:{user.pk}"
        context["comments"] = cache.get_or_set(key, lambda: on_posts_of(user), 500)
    return HttpResponse(PAGE.render(Context(context)))
