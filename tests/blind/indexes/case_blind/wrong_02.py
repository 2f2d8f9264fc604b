"""WRONG: "reads": the index is of the lower case, and Django's __iexact and __istartswith ask for the
upper one. Neither uses it."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Lower

from arena.accounts.models import User

INDEX = Index(OpClass(Lower("email"), name="text_pattern_ops"), name="user_email_lower")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
