"""A hash index finds the address. It has no order, so it knows no beginnings.

Breaks: reads
Fails: reads
"""

from django.contrib.postgres.indexes import HashIndex
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = HashIndex(Upper("email"), name="user_email_upper")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
