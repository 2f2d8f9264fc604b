"""Posts: lists, one post, and what visitors do with it."""

import difflib

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from slowbook import markup
from slowbook.cards import cards, liked_among
from slowbook.models import Attempt, Comment, Like, Mail, Notice, Person, Post, Tag
from slowbook.ranking import count_attempt

PER_PAGE = 15
ORDERS = {"new": ("-created", "-id"), "hot": ("-hot", "-id")}


def front(request):
    """Show all posts, the newest or the most discussed ones first."""
    order = request.GET.get("order")
    order = order if order in ORDERS else "new"
    posts = Post.objects.order_by(*ORDERS[order])
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = cards(page.object_list, request.user)
    context = {"page": page, "order": order, "total": page.paginator.count}
    return render(request, "front.html", context)


def tag(request, slug):
    """Show the posts with a tag."""
    found = get_object_or_404(Tag, slug=slug)
    posts = found.posts.order_by("-created", "-id")
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = cards(page.object_list, request.user)
    context = {"tag": found, "page": page, "total": page.paginator.count}
    return render(request, "tag.html", context)


def post(request, key):
    """Show a post with the thread under it."""
    posts = Post.objects.select_related("author", "contest")
    found = get_object_or_404(posts.defer("text", "author__bio", "contest__text"), id=key)
    comments = found.comments.select_related("author").order_by("created", "id")
    comments = comments.only(
        "parent", "html", "created", "post", "author__username", "author__country"
    )
    found.is_liked = bool(liked_among([key], request.user))
    best = found.attempts.select_related("person").order_by("-score", "seconds", "id")
    context = {
        "post": found,
        "thread": thread(list(comments), found.contest, request.user),
        "similar": similar(found),
        "best": best[:5],
    }
    return render(request, "post.html", context)


def thread(comments, contest, person):
    """Return comments and their replies, each with its depth and what the page shows of it."""
    is_moderator = person.is_authenticated and contest.moderators.filter(id=person.id).exists()
    by_id = {comment.id: comment for comment in comments}
    replies = {}
    for comment in comments:
        replies.setdefault(comment.parent_id, []).append(comment)
    rows = []
    # Those that still have to come, the next one last.
    waiting = [(comment, 0) for comment in reversed(replies.get(None, ()))]
    while waiting:
        comment, depth = waiting.pop()
        rows.append(
            {
                "comment": comment,
                "depth": depth,
                "parent": by_id.get(comment.parent_id),
                "may_edit": is_moderator or comment.author_id == person.id,
            }
        )
        waiting += [(reply, depth + 1) for reply in reversed(replies.get(comment.id, ()))]
    return rows


def similar(found):
    """Return the five posts of the contest that share the most tags."""
    others = found.contest.posts.exclude(id=found.id).filter(tags__in=found.tags.all())
    others = others.annotate(shared=Count("tags")).order_by("-shared", "-id")
    best = list(others.only("title", "like_count", "contest")[:5])
    for other in best:
        other.contest = found.contest
    return best


@login_required
@require_POST
@transaction.atomic
def like(request, key):
    """Like a post. A second like of the same person changes nothing."""
    found = get_object_or_404(Post, id=key)
    _, is_new = Like.objects.get_or_create(person=request.user, post=found)
    if is_new:
        one_more = {"like_count": F("like_count") + 1, "hot": F("hot") + 3}
        Post.objects.filter(id=key).update(**one_more)
        Person.objects.filter(id=found.author_id).update(like_count=F("like_count") + 1)
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
        post=found,
        author=request.user,
        parent=parent or None,
        text=text,
        created=timezone.now(),
        html=markup.render(text),
    )
    Notice.objects.create(person_id=found.author_id, comment=new)
    write_to_followers(found, new)
    # Last, because the next comment waits for it.
    one_more = {"comment_count": F("comment_count") + 1, "hot": F("hot") + 1}
    Post.objects.filter(id=key).update(**one_more)
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
    new = Attempt.objects.create(
        post=found,
        person=request.user,
        answer=answer,
        score=score(answer),
        seconds=len(answer),
        created=timezone.now(),
        copied=copied(found, answer),
    )
    count_attempt(new)
    return redirect(f"/posts/{key}/")


def score(answer):
    """Return the points for an answer: one for each different word, at most 100."""
    return min(100, len(set(answer.lower().split())))


def copied(found, answer):
    """Return how similar an answer is to the most similar one of the last 40, in per cent."""
    earlier = found.attempts.order_by("-id").values_list("answer", flat=True)[:40]
    ratios = [difflib.SequenceMatcher(None, it, answer).ratio() for it in earlier]
    return round(100 * max(ratios, default=0))


def write_to_followers(found, new):
    """Write a mail to each who follows the writer of a comment."""
    context = {
        "comment": new,
        "post": found,
        "comments": found.comment_count + 1,
        "likes": found.like_count,
        "excerpt": markup.excerpt(new.html),
    }
    subject = f"New comment: {found.title}"
    Mail.objects.bulk_create(
        Mail(
            person=person,
            subject=subject,
            body=render_to_string("mail.txt", {**context, "person": person}),
        )
        for person in new.author.followers.all()
    )
