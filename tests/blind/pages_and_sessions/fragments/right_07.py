"""Raw SQL, JSON in the cache, and a class-based view."""

import json

from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Engine
from django.utils.translation import get_language
from django.views import View

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag

WORDS = {
    "en": {"hello": "Hello", "yours": "Comments on your posts", "newest": "Newest posts"},
    "de": {"hello": "Hallo", "yours": "Kommentare zu dir", "newest": "Neueste Beiträge"},
}

PAGE = Engine().from_string(
    """
    <p>{{ words.hello }}, {{ name }}!</p>
    {% if user.is_authenticated %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
    <h1>{{ words.newest }}</h1>
    <ul>{% for title, author in posts %}
        <li>{{ title }}: {{ author }}</li>
    {% endfor %}</ul>
    <ul>{% for tag, number in tags %}<li>{{ tag }}: {{ number }}</li>{% endfor %}</ul>"""
)

POST, TAG, COMMENT = Post._meta.db_table, Tag._meta.db_table, Comment._meta.db_table

NEWEST = f"""
    SELECT post.title, author.username
    FROM {POST} AS post JOIN {User._meta.db_table} AS author ON author.id = post.author_id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT 20
"""
POPULAR = f"""
    SELECT tag.name, count(filed.post_id) AS number
    FROM {TAG} AS tag LEFT JOIN {Post.tags.through._meta.db_table} AS filed ON filed.tag_id = tag.id
    GROUP BY tag.id
    ORDER BY number DESC, tag.name
    LIMIT 10
"""
OWN = f"""
    SELECT count(*)
    FROM {COMMENT} AS comment JOIN {POST} AS post ON post.id = comment.post_id
    WHERE post.author_id = %s AND comment.is_approved
"""


class Home(View):
    seconds = 240

    def rows(self, key, sql, params=None):
        store = caches["default"]
        text = store.get(key)
        if text is None:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                text = json.dumps(cursor.fetchall())
            store.set(key, text, self.seconds)
        return json.loads(text)

    def get(self, request):
        user = request.user
        context = {
            "words": WORDS[get_language()],
            "user": user,
            "name": user.get_username() or "stranger",
            "posts": self.rows("home/newest", NEWEST),
            "tags": self.rows("home/popular", POPULAR),
        }
        if user.is_authenticated:
            context["comments"] = self.rows(f"home/own/{user.pk}", OWN, [user.pk])[0][0]
        return HttpResponse(PAGE.render(Context(context)))


home = Home.as_view()
