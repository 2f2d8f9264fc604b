"""The index stores UPPER(email) with text_pattern_ops, which is what iexact and istartswith ask for."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import CharField, F, Index, Value
from django.db.models.functions import Coalesce, Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")


def typed(text):
    """The text, in the collation of the column: else UPPER() of it is the database's, which may know ASCII only.

    PostgreSQL makes a constant of it when it plans the query.
    """
    return Coalesce(Value(text), F("email"), output_field=CharField())


def with_email(email):
    people = User.objects.filter(email__iexact=typed(email))
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=typed(text))
    return people.order_by("pk").values_list("pk", flat=True)
