"""An index for the archive."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("slowbook", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["-created", "-id"], name="attempt_newest"),
        ),
    ]
