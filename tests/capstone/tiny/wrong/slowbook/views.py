"""The tiny site with faults: a file names the one that it has now."""

import os
import time
from pathlib import Path

import psycopg
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import escape
from django.views.decorators.http import require_POST

from slowbook.models import Post

FAULT = Path(os.environ["SLOWBOOK_FILES"]) / "fault"
PAGES = {}
OPENED = []


def has(fault):
    return FAULT.exists() and FAULT.read_text() == fault


def page(request, *lines):
    name = escape(request.user.username)
    return HttpResponse(f"<p id=name>{name}</p>" + "".join(f"<p>{line}</p>" for line in lines))


def front(request):
    if has("one page for all"):
        return PAGES.setdefault("all", page(request))
    if has("an error"):
        return HttpResponse(status=500)
    if has("many connections"):
        while len(OPENED) < 25:
            parts = connection.get_connection_params()
            known = {k: parts[k] for k in ("dbname", "user", "host", "port")}
            OPENED.append(psycopg.connect(**known))
    lines = [escape(post.text) for post in Post.objects.order_by("id")]
    return page(request, *lines, *(["more"] if has("another page") else ()))


def post(request, key):
    found = get_object_or_404(Post, id=key)
    texts = found.comments.order_by("id").values_list("text", flat=True)
    whole = page(request, f"<b id=likes>{found.likes.count()}</b>", *map(escape, texts))
    if has("an old page") and not request.user.is_authenticated:
        return PAGES.setdefault(request.path, whole)
    return whole


@login_required
@require_POST
def like(request, key):
    get_object_or_404(Post, id=key)
    if has("likes counted twice"):
        found = Post.objects.get(id=key)
        if not found.likes.filter(person=request.user).exists():
            time.sleep(0.1)
            found.likes.create(person=request.user)
        return redirect(f"/posts/{key}/")
    lost = has("likes lost")
    with transaction.atomic():
        found = Post.objects.select_for_update(skip_locked=lost).filter(id=key).first()
        if found:
            found.likes.get_or_create(person=request.user)
            time.sleep(0.1 if lost else 0)
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
def comment(request, key):
    get_object_or_404(Post, id=key).comments.create(text=request.POST["text"])
    return redirect(f"/posts/{key}/")
