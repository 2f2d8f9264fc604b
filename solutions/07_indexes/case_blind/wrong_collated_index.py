"""The collation is in the index and not in the questions: an equality compares by the column's own.

Breaks: reads
Fails: reads
"""

from django.db.models import Index
from django.db.models.functions import Collate, Upper

from arena.accounts.models import User

INDEX = Index(Collate(Upper("email"), "C"), name="user_email_upper")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
