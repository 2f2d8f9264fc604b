"""Data is cached, not HTML: no key needs the language."""

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
    return list(newest().values_list("title", "author__username"))


def tags():
    return list(popular().values_list("name", "number"))


def home(request):
    user = request.user
    context = {
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "posts": cache.get_or_set("front-posts", posts, 60),
        "tags": cache.get_or_set("front-tags", tags, 300),
    }
    if user.is_authenticated:
        context["comments"] = cache.get_or_set(
            f"front-comments-{user.pk}", lambda: on_posts_of(user), 300
        )
    return HttpResponse(PAGE.render(Context(context)))
