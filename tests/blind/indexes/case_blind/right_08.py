"""Right: lower case on both sides, computed by the database; its startswith escapes the text."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index, Value
from django.db.models.functions import Lower

from arena.accounts.models import User

INDEX = Index(OpClass(Lower("email"), name="varchar_pattern_ops"), name="user_email_lower")

PEOPLE = User.objects.alias(lowered=Lower("email"))


def with_email(email):
    return list(
        PEOPLE.filter(lowered=Lower(Value(email))).order_by("pk").values_list("pk", flat=True)
    )


def email_begins(text):
    return list(
        PEOPLE.filter(lowered__startswith=Lower(Value(text)))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
