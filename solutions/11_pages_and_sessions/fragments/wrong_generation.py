"""The number of the last change is in each key: that number itself never expires.

Breaks: age
Fails: age
"""

from uuid import uuid4

from django.core.cache import cache
from django.db.models import Count
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from arena.discuss.models import Comment, Post, Tag

WORDS = {
    "en": {"hello": "Hello", "yours": "Comments on your posts", "newest": "Newest posts"},
    "de": {"hello": "Hallo", "yours": "Kommentare zu dir", "newest": "Neueste Beiträge"},
}


def newest(words):
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    rows = ((p.title, p.author.username) for p in posts.order_by("-published_at", "-pk")[:20])
    items = format_html_join("", "<li>{}: {}</li>", rows)
    return format_html("<h1>{}</h1><ul>{}</ul>", words["newest"], items)


def popular():
    tags = Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]
    items = format_html_join("", "<li>{}: {}</li>", ((tag.name, tag.number) for tag in tags))
    return format_html("<ul>{}</ul>", items)


def own(user, words):
    number = Comment.objects.filter(post__author=user.pk, is_approved=True).count()
    return format_html("<p>{}: {}</p>", words["yours"], number)


@receiver([post_save, post_delete], sender=Post)
@receiver([post_save, post_delete], sender=Tag)
def begin(**_):
    cache.set("generation", uuid4().hex, timeout=None)


def home(request):
    language, user = get_language(), request.user
    since = cache.get("generation")
    words = WORDS[language]
    parts = [format_html("<p>{}, {}!</p>", words["hello"], user.get_username() or "stranger")]
    if user.is_authenticated:
        key = f"{since}:own:{language}:{user.pk}"
        parts.append(cache.get_or_set(key, lambda: own(user, words), timeout=300))
    parts.append(cache.get_or_set(f"{since}:newest:{language}", lambda: newest(words), timeout=300))
    parts.append(cache.get_or_set(f"{since}:popular", popular, timeout=300))
    return HttpResponse("".join(parts))
