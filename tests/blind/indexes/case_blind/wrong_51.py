"""Rule reads: a search for a beginning reads every person.

The index has no operator class for patterns, and the column's collation doesn't sort by characters. It shows for email_begins("anna").
"""

from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(Upper("email"), name="user_email_upper")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
