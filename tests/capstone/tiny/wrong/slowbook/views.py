"""The tiny site with faults: a file names the one that it has now."""

import os
import time
from contextlib import nullcontext
from pathlib import Path

import psycopg
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
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
    text = f"<p id=name>{name}</p>" + "".join(f"<p>{line}</p>" for line in lines)
    if not has("one ETag"):
        return HttpResponse(text)
    if request.headers.get("If-None-Match") == '"one"':
        return HttpResponse(status=304)
    return HttpResponse(text, headers={"ETag": '"one"'})


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
    twice, lost = has("likes counted twice"), has("likes lost")
    with nullcontext() if twice else transaction.atomic():
        posts = Post.objects if twice else Post.objects.select_for_update(skip_locked=lost)
        found = posts.filter(id=key).first()
        # Not get_or_create(): a test with the first fault leaves likes that are there twice.
        if found and not found.likes.filter(person=request.user).exists():
            time.sleep(0.1 if twice or lost else 0)
            found.likes.create(person=request.user)
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
def comment(request, key):
    text = request.POST["text"]
    get_object_or_404(Post, id=key).comments.create(text=text)
    if has("a template"):
        text.format()
    return redirect(f"/posts/{key}/")


def enter(request):
    response = LoginView.as_view(template_name="login.html")(request)
    if has("one cookie"):
        response.set_cookie("sessionid", "a" * 32)
    return response


@require_POST
def leave(request):
    if not has("nobody leaves"):
        logout(request)
    return redirect("/")
