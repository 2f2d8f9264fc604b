"""Template fragments by language; the context has functions, which run only inside of a fragment."""

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
    """Return make(), or what it has returned in the last 500 seconds."""
    return lambda: cache.get_or_set(key, make, 500)


def home(request):
    user = request.user
    context = {
        "language": get_language(),
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "comments": cached(f"comments-on-posts-of-{user.pk}", lambda: on_posts_of(user)),
        "posts": newest,
        # Not as HTML: a number is written in the visitor's language.
        "tags": cached("popular-tags", lambda: list(popular().values("name", "number"))),
    }
    return HttpResponse(PAGE.render(Context(context)))
