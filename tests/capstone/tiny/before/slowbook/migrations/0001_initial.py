import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
CASCADE = django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            "Post", [("id", KEY.clone()), ("text", models.CharField(max_length=200))]
        ),
        migrations.CreateModel(
            "Like",
            [
                ("id", KEY.clone()),
                ("post", models.ForeignKey("slowbook.post", CASCADE, related_name="likes")),
                ("person", models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE)),
            ],
        ),
        migrations.CreateModel(
            "Comment",
            [
                ("id", KEY.clone()),
                ("post", models.ForeignKey("slowbook.post", CASCADE, related_name="comments")),
                ("text", models.CharField(max_length=200)),
            ],
        ),
    ]
