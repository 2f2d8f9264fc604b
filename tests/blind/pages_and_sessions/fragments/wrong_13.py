"""Breaks age: the list of posts is cached for 500 seconds, and the fragment made of it for 500 more.
If the second language's fragment is made late in the life of the list, or if the fragment expires
after the list was renewed in between, a change shows after up to 1000 seconds."""

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
    """{% load cache %}
    <p>{{ words.hello }}, {{ name }}!</p>
    {% if user.is_authenticated %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
    {% cache 500 newest language using="default" %}
        <h1>{{ words.newest }}</h1>
        <ul>{% for post in posts %}
            <li>{{ post.title }}: {{ post.author.username }}</li>
        {% endfor %}</ul>
    {% endcache %}
    <ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"""
)


def cached(key, make):
    return lambda: cache.get_or_set(key, make, 500)


def posts():
    return [
        {"title": post.title, "author": {"username": post.author.username}} for post in newest()
    ]


def home(request):
    user = request.user
    context = {
        "language": get_language(),
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "comments": cached(f"comments:{user.pk}", lambda: on_posts_of(user)),
        "posts": cached("posts", posts),
        "tags": cached("tags", lambda: list(popular().values("name", "number"))),
    }
    return HttpResponse(PAGE.render(Context(context)))
