"""The number of likes of each post, which PostgreSQL itself keeps right."""

from django.db import migrations, models

CREATE = """
CREATE FUNCTION slowbook_liked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE slowbook_post SET like_count = like_count + 1, hot = hot + 3 WHERE id = NEW.post_id;
    RETURN NEW;
END $$;
CREATE TRIGGER slowbook_liked BEFORE INSERT ON slowbook_like
    FOR EACH ROW EXECUTE FUNCTION slowbook_liked();
CREATE FUNCTION slowbook_commented() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE slowbook_post SET hot = hot + 1 WHERE id = NEW.post_id;
    RETURN NEW;
END $$;
CREATE TRIGGER slowbook_commented BEFORE INSERT ON slowbook_comment
    FOR EACH ROW EXECUTE FUNCTION slowbook_commented();
"""
DROP = """
DROP TRIGGER slowbook_liked ON slowbook_like;
DROP FUNCTION slowbook_liked;
DROP TRIGGER slowbook_commented ON slowbook_comment;
DROP FUNCTION slowbook_commented;
"""


class Migration(migrations.Migration):
    dependencies = [("slowbook", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="like_count",
            field=models.IntegerField(default=0),
        ),
        migrations.RunSQL(
            """
            UPDATE slowbook_post SET like_count = counted.likes
            FROM (SELECT post_id, count(*) AS likes FROM slowbook_like GROUP BY post_id) AS counted
            WHERE counted.post_id = slowbook_post.id
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
