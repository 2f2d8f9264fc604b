"""Leaves out people without an address, who match the empty text.

Breaks: rows
Fails: answer
"""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")


def with_email(email):
    people = User.objects.exclude(email="").filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.exclude(email="").filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
