"""The collation C instead of an operator class. Both questions have to name it."""

from django.db.models import Index, Value
from django.db.models.functions import Collate, Upper

from arena.accounts.models import User

FOLDED = Collate(Upper("email"), "C")
INDEX = Index(FOLDED, name="user_email_folded")


def matching(**how):
    people = User.objects.annotate(folded=FOLDED).filter(**how)
    return list(people.order_by("pk").values_list("pk", flat=True))


def with_email(email):
    return matching(folded=Upper(Value(email)))


def email_begins(text):
    return matching(folded__startswith=Upper(Value(text)))
