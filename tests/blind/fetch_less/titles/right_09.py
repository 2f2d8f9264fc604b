"""Right: the database writes the link, so each row is a dictionary as it comes."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat

from arena.discuss.models import Post


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    address = Concat(
        Value("/posts/"), Cast(F("pk"), TextField()), Value("/"), output_field=TextField()
    )
    return [
        {"link": link, "title": title, "author": author}
        for link, title, author in published.annotate(address=address).values_list(
            "address", "title", "author_id"
        )
    ]
