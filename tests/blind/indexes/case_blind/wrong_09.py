"""Wrong, reads: without text_pattern_ops, LIKE cannot use the index of a collated column. The beginning still reads everybody."""

from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(Upper("email"), name="user_email")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    return people.order_by("pk").values_list("pk", flat=True)
