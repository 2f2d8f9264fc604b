"""WRONG: "text: other characters stand for themselves": Python's upper() makes SS of ß, the operating
system's does not. Who is stored as straße@example.org isn't found by that address."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")


def _people():
    return User.objects.annotate(upper_email=Upper("email")).order_by("pk")


def with_email(email):
    return _people().filter(upper_email=email.upper()).values_list("pk", flat=True)


def email_begins(text):
    return _people().filter(upper_email__startswith=text.upper()).values_list("pk", flat=True)
