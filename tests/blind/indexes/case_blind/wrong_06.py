"""WRONG: "case: é or É": the collation "C" was chosen so that LIKE can use the index, and its lower()
knows no letters but those of ASCII."""

from django.db.models import Func, Index, TextField, Value

from arena.accounts.models import User


class LowerC(Func):
    """Lower case in the collation C."""

    function = "LOWER"
    template = '%(function)s(%(expressions)s COLLATE "C")'
    arity = 1
    output_field = TextField()


INDEX = Index(LowerC("email"), name="user_email_lower_c")


def with_email(email):
    people = User.objects.annotate(low=LowerC("email")).filter(low=LowerC(Value(email)))
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.annotate(low=LowerC("email"))
    people = people.filter(low__startswith=LowerC(Value(text)))
    return people.order_by("pk").values_list("pk", flat=True)
