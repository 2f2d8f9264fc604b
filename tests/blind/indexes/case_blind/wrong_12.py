"""Wrong, rows: the range ends at the text and a tilde. Who has a letter beyond ASCII right after the text is missing: "jos" doesn't find "josé@...". """

from django.db.models import Index, Value
from django.db.models.functions import Collate, Concat, Upper

from arena.accounts.models import User

INDEX = Index(Collate(Upper("email"), "C"), name="user_email")

PEOPLE = User.objects.alias(typed=Collate(Upper("email"), "C"))


def with_email(email):
    people = PEOPLE.filter(typed=Upper(Value(email)))
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    # The tilde sorts after everything that an address is made of.
    start = Upper(Value(text))
    people = PEOPLE.filter(typed__gte=start, typed__lt=Concat(start, Value("~")))
    return people.order_by("pk").values_list("pk", flat=True)
