"""Each statement commits: killed in between, it does not know which links it has deleted.

Breaks: killed
Fails: killed
"""

from django.db import connection

from arena.discuss.models import Tag

STATEMENTS = [
    "DROP TABLE IF EXISTS link_to_move",
    """
    CREATE TABLE link_to_move AS
    SELECT DISTINCT post_id, survivor FROM discuss_post_tags JOIN (
        SELECT id, min(id) OVER (PARTITION BY name) AS survivor FROM discuss_tag
    ) AS tag ON tag_id = tag.id
    """,
    "DELETE FROM discuss_post_tags",
    "INSERT INTO discuss_post_tags (post_id, tag_id) SELECT * FROM link_to_move",
    """
    DELETE FROM discuss_tag AS tag USING discuss_tag AS first
    WHERE first.name = tag.name AND first.id < tag.id
    """,
    "DROP TABLE link_to_move",
    "CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_name_unique ON discuss_tag (name)",
]


def migrate():
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)


def tag(name):
    if found := Tag.objects.filter(name=name).first():
        return found.pk
    with connection.cursor() as cursor:
        # Else two transactions that make the same tags in opposite orders wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('new tags'))")
    return Tag.objects.get_or_create(name=name)[0].pk
