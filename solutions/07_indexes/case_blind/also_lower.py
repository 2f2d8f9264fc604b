"""The lower case instead, in the index and in both questions."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index, Value
from django.db.models.functions import Lower

from arena.accounts.models import User

INDEX = Index(OpClass(Lower("email"), name="text_pattern_ops"), name="user_email_lower")


def folded():
    return User.objects.annotate(folded=Lower("email")).order_by("pk")


def with_email(email):
    return folded().filter(folded=Lower(Value(email))).values_list("pk", flat=True)


def email_begins(text):
    return folded().filter(folded__startswith=Lower(Value(text))).values_list("pk", flat=True)
