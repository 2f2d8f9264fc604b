"""Breaks "default cache": the tags, which all share, lie in a variable of the process."""

import time
from functools import lru_cache

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
    <ul>{% for tag, number in tags %}<li>{{ tag }}: {{ number }}</li>{% endfor %}</ul>"""
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def posts():
    return [(post.title, post.author.username) for post in newest()]


@lru_cache(maxsize=2)
def tags(minute):
    return [(tag.name, tag.number) for tag in popular()]


def home(request):
    user = request.user
    context = {
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "posts": cache.get_or_set("front-posts", posts, 60),
        "tags": tags(int(time.time() // 60)),
    }
    if user.is_authenticated:
        key = f"front-comments-{user.pk}"
        context["comments"] = cache.get_or_set(key, lambda: on_posts_of(user), 60)
    return HttpResponse(PAGE.render(Context(context)))
