"""The rows are cached and not their HTML: they are the same in every language."""

from functools import partial

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
    """<p>{{ words.hello }}, {{ name }}!</p>
    {% if user.is_authenticated %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
    <h1>{{ words.newest }}</h1>
    <ul>{% for title, author in posts %}<li>{{ title }}: {{ author }}</li>{% endfor %}</ul>
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
    user, context = request.user, {"words": WORDS[get_language()], "user": request.user}
    context["name"] = user.get_username() or "stranger"
    context["posts"] = cache.get_or_set("newest", newest, timeout=120)
    context["tags"] = cache.get_or_set("tags", popular, timeout=120)
    if user.is_authenticated:
        count = partial(on_posts_of, user)
        context["comments"] = cache.get_or_set(f"comments:{user.pk}", count, timeout=120)
    return HttpResponse(PAGE.render(Context(context)))
