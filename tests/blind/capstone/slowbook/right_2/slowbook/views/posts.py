"""Posts: lists, one post, and what visitors do with it."""

import re
from functools import cache as once
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from slowbook import markup, store
from slowbook.lists import cards
from slowbook.models import Attempt, Comment, Contest, Like, Mail, Notice, Post, Tag

LIKE = """
INSERT INTO slowbook_like (person_id, post_id, created) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""
EDIT = re.compile(r"<!--edit (\d+) (\d+)-->")
DONE = """
INSERT INTO slowbook_done (request, created) VALUES (%s, now()) ON CONFLICT DO NOTHING
"""
PER_PAGE = 15
ORDERS = {"new": ("-created", "-id"), "hot": ("-hot", "-id")}


def only_once(view):
    """Let a request write once, although nginx may send it again when a back end is killed.

    The number of the request is stored in the transaction of the view. If it is there already, the
    first call has been committed. If the first call still goes on, the second one waits here.
    """

    @wraps(view)
    def wrapper(request, key):
        number = request.headers.get("X-Request-Id", "")
        if number:
            with connection.cursor() as cursor:
                cursor.execute(DONE, [number])
                if not cursor.rowcount:
                    return redirect(f"/posts/{key}/")
        return view(request, key)

    return wrapper


def front(request):
    """Show all posts, the newest or the most discussed ones first."""
    order = request.GET.get("order")
    order = order if order in ORDERS else "new"
    posts = Post.objects.order_by(*ORDERS[order])
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "order": order,
        "total": page.paginator.count,
        "cards": cards(page.object_list, request.user),
    }
    return render(request, "front.html", context)


def tag(request, slug):
    """Show the posts with a tag."""
    found = get_object_or_404(Tag, slug=slug)
    posts = found.posts.order_by("-created", "-id")
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tag": found,
        "page": page,
        "total": page.paginator.count,
        "cards": cards(page.object_list, request.user),
    }
    return render(request, "tag.html", context)


def post(request, key):
    """Show a post with the thread under it."""
    found = get_object_or_404(Post.objects.select_related("author", "contest"), id=key)
    user = request.user
    html = store.get(f"thread:{found.id}:{found.comment_count}", lambda: thread_html(found))
    found.is_liked = moderates = False
    if user.is_authenticated:
        found.is_liked = Like.objects.filter(person=user, post=found).exists()
        moderates = user.id in moderators_of().get(found.contest_id, ())

    def edit(match):
        """Link the form for a comment of one's own, and each one for moderators."""
        if moderates or user.is_authenticated and int(match[1]) == user.id:
            return f'<a href="/comments/{match[2]}/edit/">Edit</a>'
        return ""

    best = store.get(f"best:{found.id}:{found.attempt_count}", lambda: best_html(found))
    context = {
        "post": found,
        "thread": mark_safe(EDIT.sub(edit, html)),
        "similar": lambda: similar(found),
        "best": mark_safe(best),
    }
    return render(request, "post.html", context)


@once
def moderators_of():
    """Return the moderators of contests: they change with a release only."""
    found = {}
    for contest, person in Contest.moderators.through.objects.values_list("contest", "person"):
        found.setdefault(contest, set()).add(person)
    return found


def best_html(found):
    """Render the best five attempts."""
    rows = found.attempts.order_by("-score", "seconds", "id")
    rows = rows.values("score", "seconds", name=F("person__username"))[:5]
    return str(render_to_string("_best.html", {"best": rows}))


def thread_html(found):
    """Render the comments of a post, with a mark for the link of each one's editors."""
    comments = list(
        Comment.objects.filter(post=found)
        .order_by("created", "id")
        .select_related("author")
        .only("html", "created", "parent", "author__username", "author__country")
    )
    by_id = {it.id: it for it in comments}
    for it in comments:
        if it.parent_id:
            it.answered = by_id[it.parent_id].author.username
    return str(render_to_string("_thread.html", {"thread": thread(comments)}))


def thread(comments):
    """Return comments and their replies, each with its depth."""
    replies = {}
    for comment in comments:
        replies.setdefault(comment.parent_id, []).append(comment)
    rows = []
    waiting = [(comment, 0) for comment in reversed(replies.get(None, ()))]
    while waiting:
        comment, depth = waiting.pop()
        rows.append({"comment": comment, "depth": depth})
        waiting += [(reply, depth + 1) for reply in reversed(replies.get(comment.id, ()))]
    return rows


def similar(found):
    """Return the five posts of the contest that share the most tags: a migration has found them."""
    rows = Post.objects.filter(id__in=found.similar).values("id", "title", "like_count")
    by_id = {row["id"]: row for row in rows}
    return [by_id[key] for key in found.similar]


@login_required
@require_POST
@transaction.atomic
@only_once
def like(request, key):
    """Like a post. A second like of the same person changes nothing."""
    found = get_object_or_404(Post.objects.only("id"), id=key)
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [request.user.id, found.id, timezone.now()])
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
@transaction.atomic
@only_once
def comment(request, key):
    """Add a comment, tell the author of the post, and write to those who follow its writer."""
    found = get_object_or_404(Post, id=key)
    text = request.POST.get("text", "").replace("\0", "").strip()
    parent = request.POST.get("parent", "")
    if not text or len(text) > 2000:
        return HttpResponseBadRequest("A comment has 1 to 2000 characters.")
    if parent.isascii() and parent.isdigit():
        parent = get_object_or_404(Comment.objects.only("id"), id=parent, post=found)
    new = Comment.objects.create(
        post=found,
        author=request.user,
        parent=parent or None,
        text=text,
        html=markup.render(text),
        created=timezone.now(),
    )
    Notice.objects.create(person=found.author, comment=new)
    write_mails(found, new)
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
@transaction.atomic
@only_once
def attempt(request, key):
    """Store an answer. The command `send_mails` compares it with earlier ones."""
    found = get_object_or_404(Post.objects.only("id"), id=key)
    answer = request.POST.get("answer", "").replace("\0", "").strip()
    if not answer or len(answer) > 2000:
        return HttpResponseBadRequest("An answer has 1 to 2000 characters.")
    Attempt.objects.create(
        post=found,
        person=request.user,
        answer=answer,
        score=score(answer),
        seconds=len(answer),
        created=timezone.now(),
    )
    return redirect(f"/posts/{key}/")


def score(answer):
    """Return the points for an answer: one for each different word, at most 100."""
    return min(100, len(set(answer.lower().split())))


def write_mails(found, new):
    """Write to those who follow the writer of a comment. A command sends the mails."""
    people = list(new.author.followers.only("username"))
    if not people:
        return
    # The trigger has counted the comment.
    found.refresh_from_db(fields=["comment_count", "like_count"])
    context = {
        "comment": new,
        "post": found,
        "excerpt": mark_safe(markup.excerpt(new.html)),
        "comments": found.comment_count,
        "likes": found.like_count,
    }
    subject = f"New comment: {found.title}"
    Mail.objects.bulk_create(
        Mail(
            person=person,
            subject=subject,
            body=render_to_string("mail.txt", {**context, "person": person}),
        )
        for person in people
    )
