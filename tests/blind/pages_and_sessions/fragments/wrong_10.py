"""Breaks "own part": the page is cached with places for the name and the number. A member whose name
is "[[number]]" is greeted with the number.
"""

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

NEWEST = engine.from_string(
    """
    <h1>{{ words.newest }}</h1>
    <ul>{% for post in posts %}
        <li>{{ post.title }}: {{ post.author.username }}</li>
    {% endfor %}</ul>"""
)
POPULAR = engine.from_string(
    """
    <ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"""
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def own_part(user, words):
    html = f"<p>{words['hello']}, [[name]]!</p>"
    if user.is_authenticated:
        html += f"<p>{words['yours']}: [[number]]</p>"
    html = html.replace("[[name]]", escape(user.get_username() or "stranger"))
    if user.is_authenticated:
        key = f"front-comments-{user.pk}"
        number = cache.get_or_set(key, lambda: on_posts_of(user), 60)
        html = html.replace("[[number]]", str(number))
    return html


def home(request):
    language = get_language()
    words = WORDS[language]

    def newest_part():
        return NEWEST.render(Context({"words": words, "posts": newest()}))

    def popular_part():
        return POPULAR.render(Context({"tags": popular()}))

    return HttpResponse(
        own_part(request.user, words)
        + cache.get_or_set(f"front-newest-{language}", newest_part, 60)
        + cache.get_or_set("front-popular", popular_part, 60)
    )
