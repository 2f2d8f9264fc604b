"""Breaks "age": the number stays until somebody saves or deletes a comment on the member's posts.
What update(), bulk_create() or another program changes never shows, and the key never expires.
"""

from django.core.cache import cache
from django.db.models import Count
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
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


def own_key(pk):
    return f"front-comments-{pk}"


@receiver([post_save, post_delete], sender=Comment)
def forget(instance, **kwargs):
    cache.delete(own_key(instance.post.author_id))


def posts():
    return [(post.title, post.author.username) for post in newest()]


def tags():
    return [(tag.name, tag.number) for tag in popular()]


def home(request):
    user = request.user
    context = {
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "posts": cache.get_or_set("front-posts", posts, 60),
        "tags": cache.get_or_set("front-tags", tags, 60),
    }
    if user.is_authenticated:
        key = own_key(user.pk)
        context["comments"] = cache.get_or_set(key, lambda: on_posts_of(user), None)
    return HttpResponse(PAGE.render(Context(context)))
