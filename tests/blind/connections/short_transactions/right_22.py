"""RIGHT: two short transactions with a row lock, around an order without one; saves name their field."""

from contextlib import contextmanager

from django.db import transaction

from arena.contests.models import Attempt

MARK = "ORDER?"


class NothingToDo(Exception):
    """The attempt needs no medal."""


@contextmanager
def locked(attempt_id):
    with transaction.atomic():
        yield Attempt.objects.select_for_update().filter(pk=attempt_id).first()


def give(attempt, medal):
    attempt.medal = medal
    attempt.save(update_fields=["medal"])


@contextmanager
def reserved(attempt_id):
    with locked(attempt_id) as attempt:
        if attempt is None or attempt.finished_at is None or attempt.medal != "":
            raise NothingToDo
        give(attempt, MARK)
    medal = []
    try:
        yield medal.append
    finally:
        with locked(attempt_id) as attempt:
            if attempt is not None and (medal or attempt.medal == MARK):
                give(attempt, medal[0] if medal else "")


def award(attempt_id, order):
    try:
        with reserved(attempt_id) as engrave:
            engrave(order(attempt_id))
    except NothingToDo:
        return False
    return True
