"""The form of every row is rendered in two ways, in case it has to be shown.

Breaks: speed
Fails: speed
"""

from django import forms

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


class Result(forms.ModelForm):
    """The values of a row, without what is looked up."""

    class Meta:
        model = Attempt
        fields = ["started_at", "finished_at", "score", "medal"]


def import_results(rows):
    contests = Contest.objects.in_bulk([row["contest"] for row in rows], field_name="slug")
    people = User.objects.in_bulk([row["user"] for row in rows], field_name="username")
    attempts, shown = [], []
    for number, row in enumerate(rows, 1):
        form = Result(row)
        shown.append((form.as_p(), form.as_ul()))
        known = row["contest"] in contests and row["user"] in people
        if not known or not form.is_valid():
            raise BadRow(number)
        attempt = form.save(commit=False)
        attempt.contest, attempt.user = contests[row["contest"]], people[row["user"]]
        attempts.append(attempt)
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts)]
