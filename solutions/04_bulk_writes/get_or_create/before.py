"""The page of "python" shows half of its posts: two tags have this name.

The model says unique=True, but its migration was faked: the database has no unique constraint.

Change migrate() and tag(), which returns the id of a name's tag, new or old.

Rules:
- survivor: of equal names the lowest id stays; so do all other tags.
- posts: each post keeps its tags, each name once.
- names: case and spaces count: "Go" and "go " differ.
- constraint: afterwards the database refuses duplicates.
- meantime: others add and use tags while migrate() runs. They may wait; what they commit stays.
- killed: migrate() may be killed anywhere, and run again.
- together: simultaneous tag() calls, also several in a transaction, return one id per name and
  raise nothing.
- no write: tag() doesn't write an existing tag.

Allowed:
- queries: 20 in migrate(), however many duplicates.
"""

from django.db import transaction

from arena.discuss.models import Tag


@transaction.atomic
def migrate():
    # TODO: this deletes what the duplicates are used for, and then there may be new ones.
    for tag in Tag.objects.order_by("pk"):
        Tag.objects.filter(name=tag.name, pk__gt=tag.pk).delete()


def tag(name):
    tag = Tag.objects.filter(name=name).first()
    return (tag or Tag.objects.create(name=name)).pk
