"""Raw SQL all through, with a recursive query for the thread."""

from collections import defaultdict

from django.db import connection, transaction
from django.db.models import F
from django.http import JsonResponse
from django.utils import timezone

from arena.discuss.models import Post


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


FEED = """
    SELECT post.id, post.title, person.username,
           (SELECT COUNT(*) FROM discuss_comment said
             WHERE said.post_id = post.id AND said.is_approved)
      FROM discuss_post post
      JOIN accounts_user person ON person.id = post.author_id
     WHERE post.published_at IS NOT NULL
     ORDER BY post.published_at DESC, post.id DESC
     LIMIT 20
"""


def feed():
    with connection.cursor() as cursor:
        cursor.execute(FEED)
        posts = cursor.fetchall()
    links = Post.tags.through.objects.filter(post__in=[row[0] for row in posts])
    tags = defaultdict(list)
    for pk, name in links.order_by("tag_id").values_list("post_id", "tag__name"):
        tags[pk].append(name)
    return [[title, name, tags[pk], number] for pk, title, name, number in posts]


THREAD = """
    WITH RECURSIVE tree AS (
        SELECT said.id, said.parent_id, said.author_id, said.body
          FROM discuss_comment said
         WHERE said.post_id = %s AND said.is_approved AND said.parent_id {root}
        UNION ALL
        SELECT reply.id, reply.parent_id, reply.author_id, reply.body
          FROM discuss_comment reply
          JOIN tree ON reply.parent_id = tree.id
         WHERE reply.post_id = %s AND reply.is_approved
    )
    SELECT tree.id, tree.parent_id, person.username, tree.body
      FROM tree
      JOIN accounts_user person ON person.id = tree.author_id
     ORDER BY tree.id
"""


def thread(post_id, parent=None):
    top = getattr(parent, "pk", parent)
    if top is None:
        sql, params = THREAD.format(root="IS NULL"), [post_id, post_id]
    else:
        sql, params = THREAD.format(root="= %s"), [post_id, top, post_id]
    replies = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for pk, above, name, body in cursor.fetchall():
            replies[above].append({"author": name, "body": body, "replies": replies[pk]})
    return replies[top]


LEADERBOARD = """
    SELECT person.username, MAX(attempt.score) AS best
      FROM contests_attempt attempt
      JOIN accounts_user person ON person.id = attempt.user_id
     WHERE attempt.contest_id = %s AND attempt.score IS NOT NULL
     GROUP BY person.id, person.username
     ORDER BY best DESC, person.id
     LIMIT 10
"""


def leaderboard(contest_id):
    with connection.cursor() as cursor:
        cursor.execute(LEADERBOARD, [contest_id])
        return [(name, best) for name, best in cursor.fetchall()]


TAGGED = """
    SELECT post.title
      FROM discuss_post post
     WHERE post.published_at IS NOT NULL
       AND EXISTS (SELECT 1
                     FROM discuss_post_tags link
                     JOIN discuss_tag tag ON tag.id = link.tag_id
                    WHERE link.post_id = post.id AND tag.name IN ({marks}))
     ORDER BY post.published_at DESC, post.id DESC
     LIMIT 20
"""


def tagged(names):
    names = list(names)
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TAGGED.format(marks=", ".join(["%s"] * len(names))), names)
        return [title for (title,) in cursor.fetchall()]


PEOPLE = """
    SELECT person.username,
           (SELECT COUNT(*) FROM discuss_post post WHERE post.author_id = person.id),
           (SELECT COUNT(*) FROM discuss_comment said WHERE said.author_id = person.id)
      FROM accounts_user person
     WHERE person.is_active
     ORDER BY person.id
     LIMIT 20
"""


def api(request):
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE)
        rows = [list(row) for row in cursor.fetchall()]
    return JsonResponse({"people": rows})


EXPORT = """
    SELECT attempt.id, person.username, contest.title, attempt.score
      FROM contests_attempt attempt
      JOIN accounts_user person ON person.id = attempt.user_id
      JOIN contests_contest contest ON contest.id = attempt.contest_id
     WHERE attempt.contest_id = %s AND attempt.id > %s
     ORDER BY attempt.id
     LIMIT 500
"""


def export(contest_id):
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(EXPORT, [contest_id, last])
            rows = cursor.fetchall()
        for last, name, title, score in rows:
            yield f"{name};{title};{score}\n"
        if len(rows) < 500:
            return


LIKE = """
    INSERT INTO discuss_like (post_id, user_id, created_at) VALUES (%s, %s, %s)
    ON CONFLICT (post_id, user_id) DO NOTHING
"""


def like(post_id, user_id):
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id, user_id, now])
        is_new = cursor.rowcount == 1
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
