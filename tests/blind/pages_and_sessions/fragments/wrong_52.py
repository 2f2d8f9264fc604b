"""age: data that is kept for ten minutes goes into a fragment that is kept for ten minutes.

An English visitor at minute 0 keeps the posts, and a German one at minute 9 makes a fragment of them: it lacks a new post until minute 19.
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

engine = Engine(libraries={"cache": "django.templatetags.cache"})

PAGE = engine.from_string(
    """{% load cache %}
    <p>{{ words.hello }}, {{ name }}!</p>
    {% if user.is_authenticated %}
        <p>{{ words.yours }}: {% cache 600 yours user.pk language using="default" %}{{ comments }}{% endcache %}</p>
    {% endif %}
    {% cache 600 newest language using="default" %}
        <h1>{{ words.newest }}</h1>
        <ul>{% for post in posts %}
            <li>{{ post.title }}: {{ post.author.username }}</li>
        {% endfor %}</ul>
    {% endcache %}
    {% cache 600 tags using="default" %}
        <ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>
    {% endcache %}"""
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def cached(key, make):
    return cache.get_or_set(f"front-{key}", make, 600)


def home(request):
    context = {
        "language": get_language(),
        "words": WORDS[get_language()],
        "user": request.user,
        "name": request.user.get_username() or "stranger",
        "comments": lambda: cached(f"yours-{request.user.pk}", lambda: on_posts_of(request.user)),
        "posts": lambda: cached("posts", lambda: list(newest())),
        "tags": lambda: cached("tags", lambda: list(popular())),
    }
    return HttpResponse(PAGE.render(Context(context)))
