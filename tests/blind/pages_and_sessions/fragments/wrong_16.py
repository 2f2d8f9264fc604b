"""Breaks own part (and page): the cached page has marks where the visitor's part belongs, and
str.replace() does not know who wrote a mark. A member called [[number]] sees a number as name, and a
post with such a title changes too."""

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
    """
    <p>{{ words.hello }}, [[name]]!</p>
    [[yours]]
        <h1>{{ words.newest }}</h1>
        <ul>{% for post in posts %}
            <li>{{ post.title }}: {{ post.author.username }}</li>
        {% endfor %}</ul>
    <ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"""
)


def tags():
    return cache.get_or_set("tags", lambda: list(popular().values("name", "number")), 250)


def shared(language):
    context = {"words": WORDS[language], "posts": newest(), "tags": tags()}
    return PAGE.render(Context(context))


def home(request):
    user, language = request.user, get_language()
    html = cache.get_or_set(f"home:{language}", lambda: shared(language), 250)
    html = html.replace("[[name]]", escape(user.get_username() or "stranger"))
    yours = ""
    if user.is_authenticated:
        yours = f"<p>{WORDS[language]['yours']}: [[number]]</p>"
    html = html.replace("[[yours]]", yours)
    if user.is_authenticated:
        number = cache.get_or_set(f"comments:{user.pk}", lambda: on_posts_of(user), 500)
        html = html.replace("[[number]]", str(number))
    return HttpResponse(html)
