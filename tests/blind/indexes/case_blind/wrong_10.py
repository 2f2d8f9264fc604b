"""Wrong, case: the collation C, taken for the sake of LIKE, knows the case of ASCII letters only. É doesn't find é."""

from django.db.models import Func, Index, Value

from arena.accounts.models import User


class UpperC(Func):
    """Sorted by bytes, so that LIKE can use the index."""

    function = "UPPER"
    template = '%(function)s(%(expressions)s COLLATE "C")'


INDEX = Index(UpperC("email"), name="user_email")

PEOPLE = User.objects.alias(typed=UpperC("email"))


def with_email(email):
    people = PEOPLE.filter(typed=UpperC(Value(email)))
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = PEOPLE.filter(typed__startswith=UpperC(Value(text)))
    return people.order_by("pk").values_list("pk", flat=True)
