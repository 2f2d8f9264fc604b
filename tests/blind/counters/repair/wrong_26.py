"""WRONG (rule: number): an inner join: a wrong post that has no approved comment left keeps its number."""

from django.db import connection, transaction

LOCK = """
SELECT p.id
FROM discuss_post p
JOIN (
    SELECT post_id, count(*) AS number FROM discuss_comment WHERE is_approved GROUP BY post_id
) n ON n.post_id = p.id
WHERE p.kept_comments <> n.number
ORDER BY p.id
FOR NO KEY UPDATE OF p SKIP LOCKED
"""
REPAIR = """
UPDATE discuss_post p SET kept_comments = n.number
FROM (
    SELECT post_id, count(*) AS number FROM discuss_comment
    WHERE is_approved AND post_id = ANY(%s) GROUP BY post_id
) n
WHERE n.post_id = p.id AND p.kept_comments <> n.number
RETURNING p.id
"""


def repair():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        wrong = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(REPAIR, [wrong])
        return sorted(pk for (pk,) in cursor.fetchall())
