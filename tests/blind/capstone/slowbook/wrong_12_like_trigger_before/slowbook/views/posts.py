"""Posts: lists, one post, and what visitors do with it."""

import difflib

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from slowbook.models import Attempt, Comment, Like, Mail, Notice, Post, Tag

PER_PAGE = 15
ORDERS = {"new": ("-created", "-id"), "hot": ("-hot", "-id")}


def front(request):
    """Show all posts, the newest or the most discussed ones first."""
    order = request.GET.get("order")
    order = order if order in ORDERS else "new"
    posts = Post.objects.order_by(*ORDERS[order])
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "front.html", {"page": page, "order": order, "total": len(posts)})


def tag(request, slug):
    """Show the posts with a tag."""
    found = get_object_or_404(Tag, slug=slug)
    posts = found.posts.order_by("-created", "-id")
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tag.html", {"tag": found, "page": page, "total": len(posts)})


def post(request, key):
    """Show a post with the thread under it."""
    found = get_object_or_404(Post, id=key)
    context = {
        "post": found,
        "thread": thread(found.comments.filter(parent=None)),
        "similar": similar(found),
        "best": sorted(found.attempts.all(), key=lambda it: (-it.score, it.seconds, it.id))[:5],
    }
    return render(request, "post.html", context)


def thread(comments):
    """Return comments and their replies, each with its depth."""
    rows = []
    for comment in comments.order_by("created", "id"):
        rows.append({"comment": comment, "depth": 0})
        for row in thread(comment.replies):
            rows.append({**row, "depth": row["depth"] + 1})
    return rows


def similar(found):
    """Return the five posts of the contest that share the most tags."""
    tags = set(found.tags.all())
    others = [it for it in found.contest.posts.exclude(id=found.id) if tags & set(it.tags.all())]
    return sorted(others, key=lambda it: (-len(tags & set(it.tags.all())), -it.id))[:5]


@login_required
@require_POST
@transaction.atomic
def like(request, key):
    """Like a post. A second like of the same person changes nothing."""
    found = get_object_or_404(Post, id=key)
    # The triggers count.
    Like.objects.bulk_create([Like(person=request.user, post=found)], ignore_conflicts=True)
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
@transaction.atomic
def comment(request, key):
    """Add a comment, tell the author of the post, and write to those who follow its writer."""
    found = get_object_or_404(Post, id=key)
    text = request.POST.get("text", "").replace("\0", "").strip()
    parent = request.POST.get("parent", "")
    if not text or len(text) > 2000:
        return HttpResponseBadRequest("A comment has 1 to 2000 characters.")
    if parent.isascii() and parent.isdigit():
        parent = get_object_or_404(Comment, id=parent, post=found)
    new = Comment.objects.create(
        post=found, author=request.user, parent=parent or None, text=text, created=timezone.now()
    )
    Notice.objects.create(person=found.author, comment=new)
    for person in request.user.followers.all():
        body = render_to_string("mail.txt", {"person": person, "comment": new, "post": found})
        Mail.objects.create(person=person, subject=f"New comment: {found.title}", body=body)
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
@transaction.atomic
def attempt(request, key):
    """Store an answer, and compare it with earlier ones."""
    found = get_object_or_404(Post, id=key)
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
        copied=copied(found, answer),
    )
    return redirect(f"/posts/{key}/")


def score(answer):
    """Return the points for an answer: one for each different word, at most 100."""
    return min(100, len(set(answer.lower().split())))


def copied(found, answer):
    """Return how similar an answer is to the most similar one of the last 40, in per cent."""
    earlier = found.attempts.order_by("-id")[:40]
    ratios = [difflib.SequenceMatcher(None, it.answer, answer).ratio() for it in earlier]
    return round(100 * max(ratios, default=0))
