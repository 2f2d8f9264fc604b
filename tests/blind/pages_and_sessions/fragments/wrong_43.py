"""page: the parts are put where their names stand in brackets, one after the other, also inside of parts.
Shows when a member's name or a post's title has such a mark ("[comments]" in a name, "[popular]" in a
title): it shows the number, or the whole list, instead.
"""

from functools import wraps

from django.contrib.auth import get_user_model
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

MINUTES = 60

engine = Engine()

PAGE = engine.from_string(
    """
    <p>{{ words.hello }}, [name]!</p>
    {% if member %}<p>{{ words.yours }}: [comments]</p>{% endif %}
        <h1>{{ words.newest }}</h1>
        [newest]
    [popular]"""
)
NEWEST = engine.from_string(
    """<ul>{% for post in posts %}
            <li>{{ post.title }}: {{ post.author.username }}</li>
        {% endfor %}</ul>"""
)
POPULAR = engine.from_string(
    """<ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"""
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def kept(function):
    """Cache what the function returns, for each of its arguments; it may be 0 or empty, not None."""

    @wraps(function)
    def cached(argument):
        key = f"{function.__name__}:{argument}"
        value = cache.get(key)
        if value is None:
            value = function(argument)
            cache.set(key, value, 5 * MINUTES)
        return value

    return cached


@kept
def newest_part(readers):
    return NEWEST.render(Context({"posts": newest()}))


@kept
def popular_part(language):
    return POPULAR.render(Context({"tags": popular()}))  # with numbers as they are written there


@kept
def comments_of(pk):
    return on_posts_of(get_user_model()(pk=pk))


def home(request):
    language = get_language()
    member = request.user.is_authenticated
    page = PAGE.render(Context({"words": WORDS[language], "member": member}))
    own = {"name": escape(request.user.get_username() or "stranger")}
    if member:
        own["comments"] = str(comments_of(request.user.pk))
    own |= {"newest": newest_part("all"), "popular": popular_part(language)}
    for name, part in own.items():
        page = page.replace(f"[{name}]", part)
    return HttpResponse(page)
