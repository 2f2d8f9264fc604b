"""Two ranges of the index, each read from its begin: the rest of the tie, then what is older."""

from datetime import datetime

from django.core import signing

from arena.discuss.models import Comment

ORDER = ("-created_at", "-id")


class Place:
    """A place between two comments, as signed text that is safe in a link."""

    def __init__(self, created_at, key):
        self.created_at = created_at
        self.key = key

    @classmethod
    def read(cls, text):
        moment, key = signing.loads(text, salt="comments")
        return cls(datetime.fromisoformat(moment), key)

    def __str__(self):
        return signing.dumps([self.created_at.isoformat(), self.key], salt="comments")

    def following(self, comments, number):
        tie = comments.filter(created_at=self.created_at, id__lt=self.key)
        older = comments.filter(created_at__lt=self.created_at)
        return tie[:number].union(older[:number], all=True).order_by(*ORDER)


def page(after=None, size=50):
    comments = Comment.objects.order_by(*ORDER).values("id", "body", "created_at")
    if after:
        comments = Place.read(after).following(comments, size + 1)
    found = list(comments[: size + 1])
    has_next = len(found) > size
    del found[size:]
    last = found[-1] if found else None
    return {
        "comments": found,
        "next": str(Place(last["created_at"], last["id"])) if has_next and last else None,
    }
