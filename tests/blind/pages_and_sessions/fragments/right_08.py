"""A decorator for functions; the key has the name of the function, and its arguments."""

from functools import wraps

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


def cached(seconds):
    def decorate(function):
        @wraps(function)
        def wrapper(*args):
            key = ":".join(["home", function.__name__, *(str(int(arg)) for arg in args)])
            found = cache.get(key)
            if found is None:
                # In a tuple, so that any value but none at all counts.
                found = (function(*args),)
                cache.add(key, found, seconds)
            return found[0]

        return wrapper

    return decorate


@cached(seconds=60)
def newest():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return list(posts.values_list("title", "author__username")[:20])


@cached(seconds=500)
def popular():
    tags = Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")
    return list(tags.values_list("name", "number")[:10])


@cached(seconds=200)
def comments_on_posts_of(pk):
    return Comment.objects.filter(post__author=pk, is_approved=True).count()


def home(request):
    user = request.user
    context = {
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "comments": comments_on_posts_of(user.pk) if user.is_authenticated else None,
        "posts": newest(),
        "tags": popular(),
    }
    return HttpResponse(PAGE.render(Context(context)))
