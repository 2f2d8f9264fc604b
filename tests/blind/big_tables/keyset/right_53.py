"""Two queries that each are one index range: the rest of the last comment's tie, then everything older."""

from dataclasses import dataclass
from datetime import UTC, datetime

from arena.discuss.models import Comment


@dataclass(frozen=True)
class Place:
    created_at: datetime
    pk: int

    def __str__(self):
        naive = self.created_at.astimezone(UTC).replace(tzinfo=None)
        return f"{naive.isoformat(timespec='microseconds')}Z{self.pk}"

    @classmethod
    def parse(cls, text):
        moment, pk = text.split("Z")
        return cls(datetime.fromisoformat(moment).replace(tzinfo=UTC), int(pk))


NEWEST = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")


def find(place, number):
    if place is None:
        return list(NEWEST.all()[:number])
    ties = list(NEWEST.filter(created_at=place.created_at, pk__lt=place.pk)[:number])
    if len(ties) == number:
        return ties
    older = NEWEST.filter(created_at__lt=place.created_at)
    return ties + list(older[: number - len(ties)])


def page(after=None, size=50):
    place = Place.parse(after) if after else None
    found = find(place, size + 1)
    comments = found[:size]
    if len(found) <= size:
        return {"comments": comments, "next": None}
    last = comments[-1]
    return {"comments": comments, "next": str(Place(last["created_at"], last["id"]))}
