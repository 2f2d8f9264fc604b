"""Posts: lists, one post, and what visitors do with it."""

import re
from functools import wraps
from html import escape

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from slowbook import markup, memory
from slowbook.models import Attempt, Comment, Notice
from slowbook.pages import LIKED, cards, fragment, hidden, page

MARK = re.compile(r"<!--(?:(liked)|(token)|likes (\d+)|edit (\d+) (\d+))-->")
PER_PAGE = 15


def with_cards(request, name, posts, **context):
    """Return the main part of a page with a list of posts."""
    store = memory.read()
    main = fragment(name, **context)
    return main.replace("<!--cards-->", cards(posts, request.user, store.flags.get("likes")), 1)


def front(request):
    """Show all posts, the newest or the most discussed ones first."""
    store = memory.read()
    order = request.GET.get("order")
    order = order if order in ("new", "hot") else "new"
    posts = store.hot() if order == "hot" else store.new
    shown = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    # Neither the number of posts nor that of pages changes.
    main = store.piece(
        f"front:{order}:{shown.number}",
        "base",
        lambda: fragment("main_front.html", page=shown, order=order, total=len(posts)),
    )
    listed = cards(shown.object_list, request.user, store.flags.get("likes"))
    return page(request, main.replace("<!--cards-->", listed, 1))


def tag(request, slug):
    """Show the posts with a tag."""
    store = memory.read()
    found = store.tag_of.get(slug)
    if found is None:
        raise Http404
    shown = Paginator(found.posts, PER_PAGE).get_page(request.GET.get("page"))
    main = with_cards(
        request, "main_tag.html", shown.object_list, tag=found, page=shown, total=len(found.posts)
    )
    return page(request, main, escape(found.name))


def post_of(key):
    """Return a post."""
    found = memory.read().posts.get(key)
    if found is None:
        raise Http404
    return found


def post(request, key):
    """Show a post with the thread under it."""
    found = post_of(key)
    user = request.user
    is_in = user.is_authenticated
    main = found.piece(f"main:{is_in}", lambda it: main_of(it, is_in))
    posts = memory.read().posts
    edits = is_in and user.id in found.contest.editors

    def fill(match):
        """Put in what differs between visitors, and what belongs to another post."""
        liked, token, other, author, comment = match.groups()
        if liked:
            return LIKED if is_in and user.id in found.likes else ""
        if token:
            return hidden(request)
        if other:
            return str(len(posts[int(other)].likes))
        if edits or (is_in and int(author) == user.id):
            return f'<a href="/comments/{comment}/edit/">Edit</a>'
        return ""

    return page(request, MARK.sub(fill, main), escape(found.title))


def main_of(found, is_in):
    """Render a post, with marks for what differs between visitors."""
    names = ("score", "seconds", "name")
    best = [
        dict(zip(names, (-minus, seconds, person.name), strict=True))
        for minus, seconds, _, person in found.best
    ]
    return fragment("main_post.html", post=found, best=best, thread=thread(found), is_in=is_in)


def thread(found):
    """Return comments and their replies, each with its depth."""
    replies = {}
    for comment in found.comments:
        replies.setdefault(comment.parent, []).append(comment)
    rows = []
    waiting = [(comment, 0) for comment in reversed(replies.get(None, ()))]
    while waiting:
        comment, depth = waiting.pop()
        row = {"comment": comment, "depth": depth, "html": html_of(comment)}
        if comment.parent:
            row["answered"] = found.by_id[comment.parent].author.name
        rows.append(row)
        waiting += [(reply, depth + 1) for reply in reversed(replies.get(comment.id, ()))]
    return rows


def html_of(comment):
    """Render a comment, once."""
    return comment.piece("html", lambda it: memory.read().render(it.text))


LIKE = """
INSERT INTO slowbook_like (person_id, post_id, created)
SELECT %(person)s, %(post)s, now()
WHERE NOT EXISTS (SELECT FROM slowbook_like WHERE person_id = %(person)s AND post_id = %(post)s)
ON CONFLICT DO NOTHING
"""
DONE = "INSERT INTO slowbook_done (request, created) VALUES (%s, now()) ON CONFLICT DO NOTHING"
FOLLOWERS = """
SELECT (SELECT count(*) FROM slowbook_comment WHERE post_id = %(post)s),
       (SELECT count(*) FROM slowbook_like WHERE post_id = %(post)s)
WHERE EXISTS (SELECT FROM slowbook_person_follows WHERE to_person_id = %(writer)s)
"""
MAILS = """
INSERT INTO slowbook_mail (person_id, subject, body)
SELECT p.id, %(subject)s, 'Hello ' || p.username || %(body)s
FROM slowbook_person_follows f JOIN slowbook_person p ON p.id = f.from_person_id
WHERE f.to_person_id = %(writer)s
"""


def only_once(view):
    """Write once, although nginx may send a request again when a back end is killed.

    The number of the request is stored in the transaction of the view. If it is there already, the
    first call has been committed; if the first call still goes on, the second one waits for it.
    """

    @wraps(view)
    def wrapper(request, key):
        post_of(key)
        number = request.headers.get("X-Request-Id", "")
        with transaction.atomic(), connection.cursor() as cursor:
            if number:
                cursor.execute(DONE, [number])
                if not cursor.rowcount:
                    return redirect(f"/posts/{key}/")
            response = view(request, key, cursor)
        memory.forget()
        return response

    return wrapper


@login_required
@require_POST
def like(request, key):
    """Like a post. A second like of the same person changes nothing: so it may come twice."""
    post_of(key)
    with connection.cursor() as cursor:
        cursor.execute(LIKE, {"person": request.user.id, "post": key})
    memory.forget()
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
@only_once
def comment(request, key, cursor):
    """Add a comment, tell the author of the post, and write to those who follow its writer."""
    found = post_of(key)
    text = request.POST.get("text", "").replace("\0", "").strip()
    parent = request.POST.get("parent", "")
    if not text or len(text) > 2000:
        return HttpResponseBadRequest("A comment has 1 to 2000 characters.")
    if parent.isascii() and parent.isdigit():
        parent = get_object_or_404(Comment.objects.only("id"), id=parent, post_id=key)
    new = Comment.objects.create(
        post_id=key,
        author_id=request.user.id,
        parent=parent or None,
        text=text,
        created=timezone.now(),
    )
    Notice.objects.create(person_id=found.author.id, comment=new)
    cursor.execute(FOLLOWERS, {"post": key, "writer": request.user.id})
    if numbers := cursor.fetchone():
        writer = request.user.username
        excerpt = markup.excerpt(memory.read().render(text))
        body = (
            f",\n\n{writer}, whom you follow, has written about “{found.title}”"
            f" in {found.contest.title}:\n\n{excerpt}\n\n"
            f"The problem has {numbers[0]} comments and {numbers[1]} likes.\n"
            f"You get this mail because you follow {writer}.\n\n"
        )
        subject = f"New comment: {found.title}"
        cursor.execute(MAILS, {"subject": subject, "body": body, "writer": request.user.id})
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
@only_once
def attempt(request, key, cursor):
    """Store an answer. The command `send_mails` compares it with earlier ones."""
    answer = request.POST.get("answer", "").replace("\0", "").strip()
    if not answer or len(answer) > 2000:
        return HttpResponseBadRequest("An answer has 1 to 2000 characters.")
    Attempt.objects.create(
        post_id=key,
        person_id=request.user.id,
        answer=answer,
        score=score(answer),
        seconds=len(answer),
        created=timezone.now(),
    )
    return redirect(f"/posts/{key}/")


def score(answer):
    """Return the points for an answer: one for each different word, at most 100."""
    return min(100, len(set(answer.lower().split())))
