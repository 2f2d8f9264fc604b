"""Indexes for the attempts of a person and of a post."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("slowbook", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["person"], name="attempt_person"),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                fields=["post", "-id"], include=["answer"], name="attempt_answers"
            ),
        ),
    ]
