"""SQL by hand: a query for the posts, one for the tags and one for the comments."""

from django.db import connection
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

FIELDS = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]
TITLE = {"title": "p.title"}
AUTHOR = {"author": "(SELECT u.username FROM accounts_user u WHERE u.id = p.author_id)"}
NEEDS = {
    "title": TITLE,
    "body": {"body": "p.body"},
    "author": AUTHOR,
    "contest": {"contest": "(SELECT c.title FROM contests_contest c WHERE c.id = p.contest_id)"},
    "byline": TITLE | AUTHOR,
}
POSTS = """
    SELECT {columns} FROM discuss_post p
    WHERE p.published_at IS NOT NULL
    ORDER BY p.published_at DESC, p.id DESC LIMIT 20
"""
MANY = {
    "tags": """
        SELECT l.post_id, t.name FROM discuss_post_tags l JOIN discuss_tag t ON t.id = l.tag_id
        WHERE l.post_id = ANY(%s) ORDER BY t.id
    """,
    "comments": """
        SELECT post_id, body FROM discuss_comment
        WHERE is_approved AND post_id = ANY(%s) ORDER BY id
    """,
}


class PostList(APIView):
    def get(self, request):
        asked = {name for name in request.GET.get("fields", "").split(",") if name} or set(FIELDS)
        if not asked.issubset(FIELDS):
            raise ValidationError({"fields": "There is no such field."})
        needed = {"id": "p.id"}
        for name in asked:
            needed.update(NEEDS.get(name, {}))
        with connection.cursor() as cursor:
            cursor.execute(POSTS.format(columns=", ".join(needed.values())))
            posts = {row[0]: dict(zip(needed, row)) for row in cursor.fetchall()}
            for name, sql in MANY.items():
                if name not in asked:
                    continue
                for post in posts.values():
                    post[name] = []
                if posts:
                    cursor.execute(sql, [list(posts)])
                    for key, text in cursor.fetchall():
                        posts[key][name].append(text)
        if "byline" in asked:
            for post in posts.values():
                post["byline"] = f"{post['title']}, by {post['author']}"
        return Response(
            [{name: post[name] for name in FIELDS if name in asked} for post in posts.values()]
        )
