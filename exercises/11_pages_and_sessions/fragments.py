"""Arena's front page has a cached fragment, and the database is as busy as before.

The view sends its queries before the template looks into the cache. And each member has a key of
their own.

Make each part of the page once for all who see the same.

Rules:
- page: shows what it shows now; white space between tags may differ.
- language: all visitors read their own.
- own part: members see their own name and number. A name may be any text.
- age: a change shows after ten minutes at most; no key stays longer.
- default cache: Django's default cache holds what is cached, not a variable.

Allowed:
- shared: 2 queries for 20 strangers who read English, and 1 more for 20 German ones.
- queries: 3 for a member's first visit after a stranger in the same language; 2 for the next.
"""

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
    {% if user.is_authenticated %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
    {% cache 60 newest language user.pk %}
        <h1>{{ words.newest }}</h1>
        <ul>{% for post in posts %}
            <li>{{ post.title }}: {{ post.author.username }}</li>
        {% endfor %}</ul>
    {% endcache %}
    <ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"""
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def home(request):
    # TODO: all of these send their queries here, even if the fragment is cached.
    context = {
        "language": get_language(),
        "words": WORDS[get_language()],
        "user": request.user,
        "name": request.user.get_username() or "stranger",
        "comments": on_posts_of(request.user),
        "posts": list(newest()),
        "tags": list(popular()),
    }
    return HttpResponse(PAGE.render(Context(context)))
