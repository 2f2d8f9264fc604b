"""A decorator keeps the rows of the three functions in the default cache: lists of pairs and numbers, no HTML and no models."""

from functools import wraps

from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.db.models import Count
from django.http import HttpResponse
from django.template import Context, Engine
from django.utils.translation import get_language

from arena.discuss.models import Comment, Post, Tag

WORDS = {
    "en": {"hello": "Hello", "yours": "Comments on your posts", "newest": "Newest posts"},
    "de": {"hello": "Hallo", "yours": "Kommentare zu dir", "newest": "Neueste Beiträge"},
}

MISSING = object()

engine = Engine(autoescape=True)

PAGE = engine.from_string(
    """
    <p>{{ words.hello }}, {{ name }}!</p>
    {% if member %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
    <h1>{{ words.newest }}</h1>
    <ul>{% for title, author in posts %}<li>{{ title }}: {{ author }}</li>{% endfor %}</ul>
    <ul>{% for tag, number in tags %}<li>{{ tag }}: {{ number }}</li>{% endfor %}</ul>"""
)


def for_ten_minutes(function):
    """Call the function at most once in ten minutes for each argument, in all processes together."""

    @wraps(function)
    def cached(*keys):
        cache = caches[DEFAULT_CACHE_ALIAS]
        key = ":".join(["front", function.__name__, *map(str, keys)])
        value = cache.get(key, MISSING)
        if value is MISSING:
            value = function(*keys)
            cache.set(key, value, timeout=600)
        return value

    return cached


@for_ten_minutes
def newest():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return list(posts.values_list("title", "author__username")[:20])


@for_ten_minutes
def popular():
    tags = Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")
    return list(tags.values_list("name", "number")[:10])


@for_ten_minutes
def comments_for(author_id):
    return Comment.objects.filter(post__author_id=author_id, is_approved=True).count()


def on_posts_of(user):
    return comments_for(user.pk)


def home(request):
    user = request.user
    member = user.is_authenticated
    context = Context(
        {
            "words": WORDS[get_language()],
            "member": member,
            "name": user.get_username() or "stranger",
            "comments": on_posts_of(user) if member else None,
            "posts": newest(),
            "tags": popular(),
        }
    )
    return HttpResponse(PAGE.render(context))
