"""The parts replace marks in the page one after the other: a member's name may be such a mark.

Breaks: own part
Fails: own_part
"""

from django.core.cache import cache
from django.db.models import Count
from django.http import HttpResponse
from django.utils.html import escape, format_html, format_html_join
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


def home(request):
    language, user = get_language(), request.user
    words = WORDS[language]
    parts = {"[name]": escape(user.get_username() or "stranger"), "[own]": ""}
    if user.is_authenticated:
        key = f"own:{language}:{user.pk}"
        parts["[own]"] = cache.get_or_set(key, lambda: own(user, words), timeout=300)
    parts["[newest]"] = cache.get_or_set(f"newest:{language}", lambda: newest(words), timeout=300)
    parts["[popular]"] = cache.get_or_set("popular", popular, timeout=300)
    page = f"<p>{words['hello']}, [name]!</p>[own][newest][popular]"
    for mark, part in parts.items():
        page = page.replace(mark, part)
    return HttpResponse(page)
