"""The index sorts UPPER(email) in the collation "C", where a beginning is a range; both functions compare that same expression."""

from django.db.models import CharField, F, Index, Value
from django.db.models.functions import Coalesce, Collate, Upper

from arena.accounts.models import User


def folded():
    return Collate(Upper("email"), "C")


def folded_value(text):
    # Coalesce() always gives the text. It is here for its collation: capitals as the column makes them.
    return Upper(Coalesce(Value(text), F("email"), output_field=CharField()))


INDEX = Index(folded(), name="user_email_folded")


def with_email(email):
    people = User.objects.alias(folded=folded()).filter(folded=folded_value(email))
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.alias(folded=folded()).filter(folded__startswith=folded_value(text))
    return people.order_by("pk").values_list("pk", flat=True)
