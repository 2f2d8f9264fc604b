"""SQL for what is read in one go and for like(), and the ORM's iterator() for the export."""

from django.db import connection, transaction
from django.http import JsonResponse
from django.utils import timezone

from arena.contests.models import Attempt

FEED = """
SELECT post.title, author.username,
    ARRAY(
        SELECT tag.name FROM discuss_tag tag JOIN discuss_post_tags link ON link.tag_id = tag.id
        WHERE link.post_id = post.id ORDER BY tag.id
    ),
    (SELECT count(*) FROM discuss_comment said WHERE said.post_id = post.id AND said.is_approved)
FROM discuss_post post JOIN accounts_user author ON author.id = post.author_id
WHERE post.published_at IS NOT NULL
ORDER BY post.published_at DESC, post.id DESC
LIMIT 20
"""

THREAD = """
SELECT said.id, said.parent_id, author.username, said.body
FROM discuss_comment said JOIN accounts_user author ON author.id = said.author_id
WHERE said.post_id = %s AND said.is_approved
ORDER BY said.id
"""

LEADERBOARD = """
SELECT person.username, best.score
FROM (
    SELECT user_id, max(score) AS score FROM contests_attempt
    WHERE contest_id = %s AND score IS NOT NULL
    GROUP BY user_id
    ORDER BY max(score) DESC, user_id
    LIMIT 10
) AS best
JOIN accounts_user person ON person.id = best.user_id
ORDER BY best.score DESC, best.user_id
"""

TAGGED = """
SELECT title FROM discuss_post post
WHERE published_at IS NOT NULL AND EXISTS (
    SELECT FROM discuss_post_tags link JOIN discuss_tag tag ON tag.id = link.tag_id
    WHERE link.post_id = post.id AND tag.name = ANY(%s)
)
ORDER BY published_at DESC, id DESC
LIMIT 20
"""

PEOPLE = """
SELECT username,
    (SELECT count(*) FROM discuss_post WHERE author_id = person.id),
    (SELECT count(*) FROM discuss_comment WHERE author_id = person.id)
FROM accounts_user person
WHERE is_active
ORDER BY id
LIMIT 20
"""

LIKE = """
INSERT INTO discuss_like (post_id, user_id, created_at) VALUES (%s, %s, %s)
ON CONFLICT (post_id, user_id) DO NOTHING
"""


def fetch(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def feed():
    return [list(row) for row in fetch(FEED)]


def thread(post_id, parent=None):
    replies = {}
    comments = []
    for key, above, author, body in fetch(THREAD, getattr(post_id, "pk", post_id)):
        comment = {"author": author, "body": body, "replies": replies.setdefault(key, [])}
        comments.append((above, comment))
    top = replies.setdefault(getattr(parent, "pk", parent), [])
    for above, comment in comments:
        if above in replies:
            replies[above].append(comment)
    return top


def leaderboard(contest_id):
    return fetch(LEADERBOARD, contest_id)


def tagged(names):
    return [title for (title,) in fetch(TAGGED, list(names))]


def api(request):
    return JsonResponse({"people": fetch(PEOPLE)})


def export(contest_id):
    rows = Attempt.objects.filter(contest=contest_id).order_by("pk")
    for row in rows.values("user__username", "contest__title", "score").iterator(chunk_size=2000):
        yield "{user__username};{contest__title};{score}\n".format(**row)


def like(post_id, user_id):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id, user_id, timezone.now()])
        is_new = cursor.rowcount == 1
        if is_new:
            cursor.execute(
                "UPDATE discuss_post SET kept_likes = kept_likes + 1 WHERE id = %s", [post_id]
            )
    return is_new
