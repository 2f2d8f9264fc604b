"""The API of the app."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from slowbook import store
from slowbook.models import Attempt, Comment, Contest, Post
from slowbook.ranking import rows_of, standings
from slowbook.views.people import by_name, numbers


FIELDS = ("title", "created", "tag_slugs", "like_count", "comment_count", "attempt_count")
LATEST = """
SELECT o.id, p.username, c.text FROM slowbook_post o, LATERAL (
    SELECT author_id, text FROM slowbook_comment
    WHERE post_id = o.id ORDER BY created DESC, id DESC LIMIT 1
) c, slowbook_person p WHERE p.id = c.author_id AND o.id = ANY(%s)
"""


def posts(request):
    """Return a page of posts, of all contests or of one."""
    found = Post.objects.order_by("-created", "-id").select_related("author", "contest")
    found = found.only(
        *FIELDS, "author__username", "author__country", "contest__slug", "contest__title"
    )
    if slug := request.GET.get("contest"):
        found = found.filter(contest__slug=slug)
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    latest = newest_of([post.id for post in rows])
    return JsonResponse(
        {
            "total": page.paginator.count,
            "pages": page.paginator.num_pages,
            "page": page.number,
            "posts": [as_json(post, latest.get(post.id)) for post in rows],
        }
    )


def newest_of(keys):
    """Return the newest comment of each post."""
    return {key: {"by": name, "text": text} for key, name, text in rows_of(LATEST, [keys])}


def as_json(post, latest):
    """Return a post as the app shows it in a list."""
    return {
        "id": post.id,
        "title": post.title,
        "created": post.created.isoformat(),
        "author": {"name": post.author.username, "country": post.author.country},
        "contest": {"slug": post.contest.slug, "title": post.contest.title},
        "tags": post.tag_slugs,
        "likes": post.like_count,
        "comments": post.comment_count,
        "attempts": post.attempt_count,
        "latest": latest,
    }


def post(request, key):
    """Return a post with all its comments, flat."""
    found = get_object_or_404(Post.objects.select_related("author", "contest"), id=key)
    latest, comments = store.get(
        f"api:{found.id}:{found.comment_count}", lambda: flat_thread(found)
    )
    return JsonResponse({**as_json(found, latest), "html": found.html, "thread": comments})


def flat_thread(found):
    """Return the newest comment of a post, and all."""
    thread = list(
        Comment.objects.filter(post=found)
        .order_by("created", "id")
        .values_list("id", "parent_id", "author__username", "html", "created", "text")
    )
    comments = [
        {"id": key, "parent": parent, "author": name, "html": html, "created": at.isoformat()}
        for key, parent, name, html, at, _ in thread
    ]
    return {"by": thread[-1][2], "text": thread[-1][5]} if thread else None, comments


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
