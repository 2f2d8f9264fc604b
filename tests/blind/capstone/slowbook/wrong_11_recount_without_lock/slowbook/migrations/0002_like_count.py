"""The number of likes of each post."""

from django.db import migrations, models


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
    ]
