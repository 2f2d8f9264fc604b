"""RIGHT: Lower registered as a transform of the column's class, as in Django's documentation."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import EmailField, Index, Value
from django.db.models.functions import Lower

from arena.accounts.models import User

EmailField.register_lookup(Lower)

INDEX = Index(OpClass(Lower("email"), name="text_pattern_ops"), name="user_email_lower")


def with_email(email):
    # Lower() and not str.lower(): the database compares what the database has made lower.
    people = User.objects.filter(email__lower=Lower(Value(email)))
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__lower__startswith=Lower(Value(text)))
    return people.order_by("pk").values_list("pk", flat=True)
