"""Fill the new columns from the rows that are there."""

from django.db import migrations

from slowbook import markup

COUNTS = """
    WITH likes AS (SELECT post_id, count(*) AS number FROM slowbook_like GROUP BY 1),
    comments AS (SELECT post_id, count(*) AS number FROM slowbook_comment GROUP BY 1),
    attempts AS (SELECT post_id, count(*) AS number FROM slowbook_attempt GROUP BY 1)
    UPDATE slowbook_post SET
        like_count = coalesce((SELECT number FROM likes WHERE post_id = id), 0),
        comment_count = coalesce((SELECT number FROM comments WHERE post_id = id), 0),
        attempt_count = coalesce((SELECT number FROM attempts WHERE post_id = id), 0)
"""
POINTS = """
    UPDATE slowbook_person SET points = counted.points, tries = counted.tries
    FROM (
        SELECT person_id, sum(score) AS points, count(*) AS tries
        FROM slowbook_attempt GROUP BY person_id
    ) AS counted
    WHERE counted.person_id = slowbook_person.id
"""
POSTS = """
    UPDATE slowbook_person SET post_count = counted.posts, like_count = counted.likes
    FROM (
        SELECT author_id, count(*) AS posts, sum(like_count) AS likes
        FROM slowbook_post GROUP BY author_id
    ) AS counted
    WHERE counted.author_id = slowbook_person.id
"""
TAGS = """
    UPDATE slowbook_tag SET post_count =
        (SELECT count(*) FROM slowbook_post_tags WHERE tag_id = slowbook_tag.id)
"""
RESULTS = """
    INSERT INTO slowbook_result (contest_id, person_id, points, seconds, solved)
    SELECT contest_id, person_id, sum(score), sum(seconds), count(*)
    FROM (
        SELECT DISTINCT ON (person_id, post_id) person_id, contest_id, score, seconds
        FROM slowbook_attempt JOIN slowbook_post ON slowbook_post.id = post_id
        ORDER BY person_id, post_id, score DESC, seconds
    ) AS best
    GROUP BY contest_id, person_id
"""


def render(apps, schema_editor):
    """Store the HTML of posts and comments."""
    for name in ("Post", "Comment"):
        model = apps.get_model("slowbook", name)
        rows = list(model.objects.order_by("id").values_list("id", "text"))
        names = markup.names_in(text for _, text in rows)
        keys, pages = [key for key, _ in rows], [markup.render(text, names) for _, text in rows]
        columns, new = ["html"], [list(map(str, pages))]
        if name == "Post":
            columns += ["excerpt", "minutes"]
            new += [[str(markup.excerpt(it)) for it in pages], [markup.minutes(it) for it in pages]]
        change(schema_editor.connection, model._meta.db_table, keys, columns, new)


def change(connection, table, keys, columns, values):
    """Change some columns of many rows in one statement."""
    types = {"minutes": "int"}
    arrays = ", ".join(["%s::bigint[]", *(f"%s::{types.get(it, 'text')}[]" for it in columns)])
    names = ", ".join(["id", *columns])
    changes = ", ".join(f"{name} = new.{name}" for name in columns)
    sql = f"UPDATE {table} SET {changes} FROM unnest({arrays}) AS new ({names})"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} WHERE new.id = {table}.id", [keys, *values])


class Migration(migrations.Migration):
    dependencies = [("slowbook", "0002_columns")]

    operations = [
        *(
            migrations.RunSQL(sql, migrations.RunSQL.noop)
            for sql in (COUNTS, POINTS, POSTS, TAGS, RESULTS)
        ),
        migrations.RunPython(render, migrations.RunPython.noop),
    ]
