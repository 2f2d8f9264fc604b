"""The API of the app. Answers are put together from pieces of JSON."""

import json
from bisect import bisect_right

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse

from slowbook import memory
from slowbook.views.contests import contest_of, table_of
from slowbook.views.people import by_name
from slowbook.views.posts import html_of, post_of


def answer(text):
    """Return JSON."""
    return HttpResponse(text, content_type="application/json")


def posts(request):
    """Return a page of posts, of all contests or of one."""
    store = memory.read()
    found = store.new
    if slug := request.GET.get("contest"):
        contest = store.contest_of.get(slug)
        found = contest.posts if contest else []
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    head = f'{{"total": {page.paginator.count}, "pages": {page.paginator.num_pages}'
    rows = ", ".join(post.piece("json", as_json) for post in page.object_list)
    return answer(f'{head}, "page": {page.number}, "posts": [{rows}]}}')


def as_json(post):
    """Return a post as the app shows it in a list."""
    latest = post.comments[-1] if post.comments else None
    return json.dumps(
        {
            "id": post.id,
            "title": post.title,
            "created": post.created.isoformat(),
            "author": {"name": post.author.name, "country": post.author.country},
            "contest": {"slug": post.contest.slug, "title": post.contest.title},
            "tags": [tag.slug for tag in post.tags],
            "likes": len(post.likes),
            "comments": len(post.comments),
            "attempts": post.attempts,
            "latest": latest and {"by": latest.author.name, "text": latest.text},
        }
    )


def post(request, key):
    """Return a post with all its comments, flat."""
    return answer(post_of(key).piece("json of all", with_thread))


def with_thread(found):
    """Return a post and its comments."""
    comments = [
        {
            "id": it.id,
            "parent": it.parent,
            "author": it.author.name,
            "html": html_of(it),
            "created": it.created.isoformat(),
        }
        for it in found.comments
    ]
    more = json.dumps({"html": found.html, "thread": comments})
    return found.piece("json", as_json)[:-1] + ", " + more[1:]


def table(request, slug):
    """Return the table of a contest."""
    found = contest_of(slug)

    def make(found):
        return json.dumps({"contest": found.slug, "rows": table_of(found)})

    return answer(found.piece("json", make))


def person(request, name):
    """Return the profile of a person."""
    found = by_name(name)
    return JsonResponse(
        {
            "name": found.name,
            "country": found.country,
            "points": found.points,
            "tries": found.tries,
            "likes": found.liked,
            "percent": memory.read().percent(found),
            "posts": [post.id for post in found.posts[:10]],
        }
    )


def attempts(request):
    """Return 100 attempts with a higher id than `after`, so that the app can go on."""
    after = request.GET.get("after", "0")
    after = int(after) if after.isascii() and after.isdigit() else 0
    found = memory.read().by_id
    start = bisect_right(found, after, key=lambda it: it[0])
    rows = [
        {"id": key, "person": person.name, "post": post.title, "score": score}
        for key, (_, _, person, post, score, _) in found[start : start + 100]
    ]
    return JsonResponse({"attempts": rows, "next": rows[-1]["id"] if rows else None})
