import hashlib

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import escape
from django.views.decorators.http import require_POST

from slowbook.models import Post

ROUNDS = 100_000  # about 30 ms


def page(request, *lines):
    hashlib.pbkdf2_hmac("sha256", b"slow", b"slow", ROUNDS)
    name = escape(request.user.username)
    return HttpResponse(f"<p id=name>{name}</p>" + "".join(f"<p>{line}</p>" for line in lines))


def front(request):
    return page(request, *(escape(post.text) for post in Post.objects.order_by("id")))


def post(request, key):
    found = get_object_or_404(Post, id=key)
    texts = found.comments.order_by("id").values_list("text", flat=True)
    return page(request, f"<b id=likes>{found.likes.count()}</b>", *map(escape, texts))


@login_required
@require_POST
@transaction.atomic
def like(request, key):
    found = get_object_or_404(Post.objects.select_for_update(), id=key)
    found.likes.get_or_create(person=request.user)
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
def comment(request, key):
    get_object_or_404(Post, id=key).comments.create(text=request.POST["text"])
    return redirect(f"/posts/{key}/")


enter = LoginView.as_view(template_name="login.html")


@require_POST
def leave(request):
    logout(request)
    return redirect("/")
