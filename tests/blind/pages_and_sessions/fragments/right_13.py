"""One get_many() for all that a visitor sees, one set_many() for what was missing."""

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
    """<p>{{ words.hello }}, {{ name }}!</p>
    {% if is_member %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
    <h1>{{ words.newest }}</h1>
    <ul>{% for post in posts %}<li>{{ post.title }}: {{ post.username }}</li>{% endfor %}</ul>
    <ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"""
)


def make_posts():
    return [{"title": post.title, "username": post.author.username} for post in newest()]


def make_tags():
    return [{"name": tag.name, "number": tag.number} for tag in popular()]


def home(request):
    makers = {"posts": ("arena-front-posts", make_posts), "tags": ("arena-front-tags", make_tags)}
    if request.user.is_authenticated:
        key = f"arena-front-comments.{request.user.pk}"
        makers["comments"] = key, lambda: on_posts_of(request.user)

    found = cache.get_many([key for key, _ in makers.values()])
    missing = {key: make() for key, make in makers.values() if key not in found}
    if missing:
        cache.set_many(missing, timeout=5 * 60)
    values = found | missing

    context = {name: values[key] for name, (key, _) in makers.items()}
    context["words"] = WORDS[get_language()]
    context["is_member"] = request.user.is_authenticated
    context["name"] = request.user.get_username() or "stranger"
    return HttpResponse(PAGE.render(Context(context)))
