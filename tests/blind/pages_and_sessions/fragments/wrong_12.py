"""Breaks language: LANGUAGE_CODE is a variable of the i18n context processor and the i18n tags, which
this Context does not have. It is empty, so all languages share one fragment: the second language
reads the heading of the first."""

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
    {% cache 500 newest LANGUAGE_CODE using="default" %}
        <h1>{{ words.newest }}</h1>
        <ul>{% for post in posts %}
            <li>{{ post.title }}: {{ post.author.username }}</li>
        {% endfor %}</ul>
    {% endcache %}
    <ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"""
)


def home(request):
    user = request.user
    context = {
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "comments": lambda: cache.get_or_set(
            f"comments:{user.pk}", lambda: on_posts_of(user), 500
        ),
        "posts": newest,
        "tags": lambda: cache.get_or_set(
            "tags", lambda: list(popular().values("name", "number")), 500
        ),
    }
    return HttpResponse(PAGE.render(Context(context)))
