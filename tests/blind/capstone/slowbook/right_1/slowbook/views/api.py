"""The API of the app."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from slowbook import markup
from slowbook.lists import with_cards
from slowbook.models import Attempt, Comment, Contest, Post
from slowbook.ranking import standings
from slowbook.views.people import by_name, numbers


def posts(request):
    """Return a page of posts, of all contests or of one."""
    found = Post.objects.order_by("-created", "-id")
    if slug := request.GET.get("contest"):
        found = found.filter(contest__slug=slug)
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    keys = list(page.object_list.values_list("id", flat=True))
    by_id = {post.id: post for post in with_cards(Post.objects.filter(id__in=keys)).defer("text")}
    latest = newest_of(keys)
    return JsonResponse(
        {
            "total": page.paginator.count,
            "pages": page.paginator.num_pages,
            "page": page.number,
            "posts": [as_json(by_id[key], latest.get(key)) for key in keys],
        }
    )


def newest_of(keys):
    """Return the newest comment of each post."""
    rows = Comment.objects.filter(post__in=keys).order_by("post", "-created", "-id")
    rows = rows.distinct("post").values_list("post", "author__username", "text")
    return {key: {"by": name, "text": text} for key, name, text in rows}


def as_json(post, latest):
    """Return a post as the app shows it in a list."""
    return {
        "id": post.id,
        "title": post.title,
        "created": post.created.isoformat(),
        "author": {"name": post.author.username, "country": post.author.country},
        "contest": {"slug": post.contest.slug, "title": post.contest.title},
        "tags": [tag.slug for tag in post.tags.all()],
        "likes": post.like_count,
        "comments": post.comment_count,
        "attempts": post.attempt_count,
        "latest": latest,
    }


def post(request, key):
    """Return a post with all its comments, flat."""
    found = get_object_or_404(with_cards(Post.objects.all()), id=key)
    thread = list(
        Comment.objects.filter(post=found)
        .order_by("created", "id")
        .annotate(name=F("author__username"))
        .values("id", "parent_id", "name", "text", "created")
    )
    names = markup.mentioned([found.text, *(it["text"] for it in thread)])
    comments = [
        {
            "id": it["id"],
            "parent": it["parent_id"],
            "author": it["name"],
            "html": markup.render(it["text"], names),
            "created": it["created"].isoformat(),
        }
        for it in thread
    ]
    latest = {"by": thread[-1]["name"], "text": thread[-1]["text"]} if thread else None
    html = markup.render(found.text, names)
    return JsonResponse({**as_json(found, latest), "html": html, "thread": comments})


def table(request, slug):
    """Return the table of a contest."""
    found = get_object_or_404(Contest, slug=slug)
    return JsonResponse({"contest": found.slug, "rows": standings(found)})


def person(request, name):
    """Return the profile of a person."""
    found = by_name(name)
    shown = numbers(found)
    newest = found.posts.order_by("-created", "-id").values_list("id", flat=True)[:10]
    return JsonResponse(
        {
            "name": found.username,
            "country": found.country,
            "points": shown["points"],
            "tries": shown["tries"],
            "likes": shown["likes"],
            "percent": shown["percent"],
            "posts": list(newest),
        }
    )


def attempts(request):
    """Return 100 attempts with a higher id than `after`, so that the app can go on."""
    after = request.GET.get("after", "0")
    after = int(after) if after.isascii() and after.isdigit() else 0
    rows = list(
        Attempt.objects.filter(id__gt=after)
        .order_by("id")
        .values("id", "score", name=F("person__username"), title=F("post__title"))[:100]
    )
    rows = [
        {"id": it["id"], "person": it["name"], "post": it["title"], "score": it["score"]}
        for it in rows
    ]
    return JsonResponse({"attempts": rows, "next": rows[-1]["id"] if rows else None})
