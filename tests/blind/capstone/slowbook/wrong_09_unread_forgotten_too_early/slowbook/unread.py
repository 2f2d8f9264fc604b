"""How many notices a person has not read, kept in Valkey."""

import os

import valkey

from slowbook.models import Notice

SECONDS = 600
client = valkey.from_url(os.environ["SLOWBOOK_VALKEY"].replace("redis://", "valkey://", 1))


def count(person):
    """Return how many notices of a person are new."""
    kept = client.get(f"unread:{person.id}")
    if kept is not None:
        return int(kept)
    number = Notice.objects.filter(person=person, is_read=False).count()
    client.set(f"unread:{person.id}", number, ex=SECONDS)
    return number


def forget(person):
    """Count again next time: the notices of a person have changed."""
    client.delete(f"unread:{person.id}")
