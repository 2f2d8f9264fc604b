"""SQL by hand: arrays, a recursive query for the thread, a server-side cursor, and INSERT ... ON CONFLICT for the like."""

from django.db import connection, transaction
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from arena.discuss.models import Comment, Like, Post, Tag

TABLES = {
    "users": User._meta.db_table,
    "contests": Contest._meta.db_table,
    "attempts": Attempt._meta.db_table,
    "posts": Post._meta.db_table,
    "comments": Comment._meta.db_table,
    "likes": Like._meta.db_table,
    "tags": Tag._meta.db_table,
    "post_tags": Post.tags.through._meta.db_table,
}


def key(thing):
    return getattr(thing, "pk", thing)


def fetch(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql.format_map(TABLES), parameters)
        return cursor.fetchall()


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    rows = fetch(
        """
        WITH newest AS (
            SELECT id, title, author_id, published_at FROM {posts}
            WHERE published_at IS NOT NULL
            ORDER BY published_at DESC, id DESC LIMIT 20
        )
        SELECT newest.title, author.username,
               ARRAY(
                   SELECT tag.name::text
                   FROM {post_tags} AS link JOIN {tags} AS tag ON tag.id = link.tag_id
                   WHERE link.post_id = newest.id ORDER BY tag.id
               ),
               (
                   SELECT count(*) FROM {comments} AS said
                   WHERE said.post_id = newest.id AND said.is_approved
               )
        FROM newest JOIN {users} AS author ON author.id = newest.author_id
        ORDER BY newest.published_at DESC, newest.id DESC
        """
    )
    return [list(row) for row in rows]


def thread(post_id, parent=None):
    rows = fetch(
        """
        WITH RECURSIVE shown AS (
            SELECT id, parent_id, author_id, body FROM {comments}
            WHERE post_id = %s AND is_approved AND parent_id IS NOT DISTINCT FROM %s::bigint
            UNION
            SELECT said.id, said.parent_id, said.author_id, said.body
            FROM {comments} AS said JOIN shown ON said.parent_id = shown.id
            WHERE said.post_id = %s AND said.is_approved
        )
        SELECT shown.id, shown.parent_id, author.username, shown.body
        FROM shown JOIN {users} AS author ON author.id = shown.author_id
        ORDER BY shown.id
        """,
        key(post_id),
        key(parent),
        key(post_id),
    )
    below = {}
    for pk, above, author, body in rows:
        said = {"author": author, "body": body, "replies": below.setdefault(pk, [])}
        below.setdefault(above, []).append(said)
    return below.get(key(parent), [])


def leaderboard(contest_id):
    return fetch(
        """
        SELECT person.username, first.best
        FROM (
            SELECT user_id, max(score) AS best FROM {attempts}
            WHERE contest_id = %s AND score IS NOT NULL
            GROUP BY user_id ORDER BY best DESC, user_id LIMIT 10
        ) AS first
        JOIN {users} AS person ON person.id = first.user_id
        ORDER BY first.best DESC, first.user_id
        """,
        key(contest_id),
    )


def tagged(names):
    rows = fetch(
        """
        SELECT post.title FROM {posts} AS post
        WHERE post.published_at IS NOT NULL AND post.id IN (
            SELECT link.post_id
            FROM {post_tags} AS link JOIN {tags} AS tag ON tag.id = link.tag_id
            WHERE tag.name = ANY(%s::text[])
        )
        ORDER BY post.published_at DESC, post.id DESC LIMIT 20
        """,
        list(names),
    )
    return [title for (title,) in rows]


def api(request):
    rows = fetch(
        """
        SELECT username,
               (SELECT count(*) FROM {posts} AS post WHERE post.author_id = person.id),
               (SELECT count(*) FROM {comments} AS said WHERE said.author_id = person.id)
        FROM {users} AS person WHERE is_active ORDER BY id LIMIT 20
        """
    )
    return JsonResponse({"people": rows})


def export(contest_id):
    sql = """
        SELECT person.username, contest.title, attempt.score
        FROM {attempts} AS attempt
        JOIN {users} AS person ON person.id = attempt.user_id
        JOIN {contests} AS contest ON contest.id = attempt.contest_id
        WHERE attempt.contest_id = %s ORDER BY attempt.id
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql.format_map(TABLES), [key(contest_id)])
        while rows := cursor.fetchmany(1_000):
            for username, title, score in rows:
                yield f"{username};{title};{score}\n"


def like(post_id, user_id):
    with transaction.atomic():
        is_new = bool(
            fetch(
                """
                INSERT INTO {likes} (post_id, user_id, created_at) VALUES (%s, %s, %s)
                ON CONFLICT (post_id, user_id) DO NOTHING RETURNING id
                """,
                post_id,
                user_id,
                timezone.now(),
            )
        )
        if is_new:
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE {posts} SET kept_likes = kept_likes + 1 WHERE id = %s".format_map(
                        TABLES
                    ),
                    [post_id],
                )
    return is_new
