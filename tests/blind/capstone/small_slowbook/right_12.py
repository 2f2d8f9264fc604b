"""Mostly SQL, as somebody writes it who likes to see what the server gets."""

from django.db import connection, transaction
from django.http import JsonResponse

BATCH = 1000


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def feed():
    return [
        list(row)
        for row in ask(
            """
            SELECT post.title, person.username,
                ARRAY(
                    SELECT tag.name FROM discuss_post_tags AS one
                    JOIN discuss_tag AS tag ON tag.id = one.tag_id
                    WHERE one.post_id = post.id ORDER BY tag.id
                ),
                (
                    SELECT count(*) FROM discuss_comment AS said
                    WHERE said.post_id = post.id AND said.is_approved
                )
            FROM discuss_post AS post
            JOIN accounts_user AS person ON person.id = post.author_id
            WHERE post.published_at IS NOT NULL
            ORDER BY post.published_at DESC, post.id DESC
            LIMIT 20
            """
        )
    ]


def thread(post_id, parent=None):
    said = ask(
        """
        SELECT comment.id, comment.parent_id, person.username, comment.body
        FROM discuss_comment AS comment
        JOIN accounts_user AS person ON person.id = comment.author_id
        WHERE comment.post_id = %s AND comment.is_approved
        ORDER BY comment.id
        """,
        post_id,
    )
    below = {}
    for key, _, _, _ in said:
        below[key] = []
    top_id = getattr(parent, "pk", parent)
    below.setdefault(top_id, [])
    for key, parent_id, author, body in said:
        if parent_id in below:  # else the answer to something that isn't approved
            below[parent_id].append({"author": author, "body": body, "replies": below[key]})
    return below[top_id]


def leaderboard(contest_id):
    return ask(
        """
        SELECT person.username, best.score
        FROM (
            SELECT user_id, max(score) AS score FROM contests_attempt
            WHERE contest_id = %s AND score IS NOT NULL
            GROUP BY user_id ORDER BY max(score) DESC, user_id LIMIT 10
        ) AS best
        JOIN accounts_user AS person ON person.id = best.user_id
        ORDER BY best.score DESC, best.user_id
        """,
        contest_id,
    )


def tagged(names):
    rows = ask(
        """
        SELECT post.title FROM discuss_post AS post
        WHERE post.published_at IS NOT NULL AND EXISTS (
            SELECT FROM discuss_post_tags AS one
            JOIN discuss_tag AS tag ON tag.id = one.tag_id
            WHERE one.post_id = post.id AND tag.name = ANY(%s::text[])
        )
        ORDER BY post.published_at DESC, post.id DESC LIMIT 20
        """,
        list(names),
    )
    return [title for (title,) in rows]


def api(request):
    rows = ask(
        """
        SELECT person.username,
            (SELECT count(*) FROM discuss_post WHERE author_id = person.id),
            (SELECT count(*) FROM discuss_comment WHERE author_id = person.id)
        FROM (
            SELECT id, username FROM accounts_user WHERE is_active ORDER BY id LIMIT 20
        ) AS person
        ORDER BY person.id
        """
    )
    return JsonResponse({"people": [list(row) for row in rows]})


def export(contest_id):
    last = -1
    while True:
        rows = ask(
            """
            SELECT attempt.id, person.username, contest.title, attempt.score
            FROM contests_attempt AS attempt
            JOIN accounts_user AS person ON person.id = attempt.user_id
            JOIN contests_contest AS contest ON contest.id = attempt.contest_id
            WHERE attempt.contest_id = %s AND attempt.id > %s
            ORDER BY attempt.id LIMIT %s
            """,
            contest_id,
            last,
            BATCH,
        )
        for last, username, title, score in rows:
            yield f"{username};{title};{score}\n"
        if len(rows) < BATCH:
            return


@transaction.atomic
def like(post_id, user_id):
    new = ask(
        """
        INSERT INTO discuss_like (post_id, user_id, created_at) VALUES (%s, %s, clock_timestamp())
        ON CONFLICT (post_id, user_id) DO NOTHING RETURNING id
        """,
        post_id,
        user_id,
    )
    if new:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE discuss_post SET kept_likes = kept_likes + 1 WHERE id = %s", [post_id]
            )
    return bool(new)
