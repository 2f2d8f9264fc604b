"""Raw SQL, and JSON in the cache."""

import json

from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import escape, format_html

from arena.accounts.models import User
from arena.discuss.models import Post, Tag

FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)

NEWEST = f"""
    SELECT post.title, author.username
    FROM {Post._meta.db_table} AS post
    JOIN {User._meta.db_table} AS author ON author.id = post.author_id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT 20
"""


def newest():
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        return cursor.fetchall()


def rows():
    store = caches["default"]
    stored = store.get("arena:newest")
    if stored is None:
        stored = json.dumps(newest())
        store.set("arena:newest", stored, 30)
    return json.loads(stored)


def home(request):
    items = "".join(f"<li>{escape(title)} by {escape(name)}</li>" for title, name in rows())
    return HttpResponse("<ul>" + items + "</ul>" + format_html(FORM, get_token(request)))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
