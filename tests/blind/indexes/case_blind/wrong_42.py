"""rows: an address that goes on with a character above U+F8FF after the beginning is left out.

The beginning is asked for as a range that ends with the well-known "last" character U+F8FF. Emoji
and full-width letters sort after it: email_begins("ada") misses "ada😀@example.com".
"""

from django.db.models import Index, Value
from django.db.models.functions import Collate, Concat, Upper

from arena.accounts.models import User

INDEX = Index(Collate(Upper("email"), "C"), name="user_email")


def _people():
    people = User.objects.alias(folded=Collate(Upper("email"), "C"))
    return people.order_by("pk").values_list("pk", flat=True)


def with_email(email):
    return _people().filter(folded=Upper(Value(email)))


def email_begins(text):
    begin = Upper(Value(text))
    return _people().filter(folded__gte=begin, folded__lt=Concat(begin, Value("\uf8ff")))
