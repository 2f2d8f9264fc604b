"""What checks tiers.py."""

from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, transaction

from arena.contests.models import Attempt, Contest
from arena.worlds import World, store
from kata.checks import (
    another_client,
    at_most,
    blocked_by,
    expect,
    growth,
    just_before,
    moves_data,
    plural,
    same,
    taken_back,
    writes_only,
    written_columns,
)

SCORES = (90, 75, 40, 85, 0, 89, 74, 39, 84, 100, 1, None, 80, 2_147_483_647)  # edges first
MEDALS = ("", "gold", "", "bronze", "silver", "wood")
SIZES = (3, 30, 200)  # so many that of each medal some are wrong
YEARS = timedelta(days=40_000)
CUTOFFS = (85, 40, 0, 95, 75, 90)


@pytest.fixture
def right():
    """What is right, with one statement that writes: the starter sends one for each attempt."""
    return SimpleNamespace(award=award)


def test_answer(answer, right, world):
    """The right medals, and nothing else changed.

    Tries: medals, no score, taken away, nothing else, returned.
    """
    for number in (0, 1, 5, 60):
        given = f"for contests with {plural(number, 'attempt')} each"
        world = World(number)
        world.clear()
        site(world, number)
        with taken_back():
            expected = outcome(right)
        got = outcome(answer)
        for call, there in expected.items():
            again = "" if call == "first" else ", again after scores and cut-offs have changed"
            _compare(got[call], there, f"{given}{again}")


def test_again(answer, world):
    """Writes only medals that change, and the second time nothing.

    Tries: written, nothing else, returned.
    """
    site(world, 60)
    wrong = wrong_medals()
    changed = writes_only(answer.award, Attempt, wrong, what="award()")
    same(changed, len(wrong), call="award()")
    again = writes_only(answer.award, Attempt, [], what="award() once more")
    same(again, 0, call="award() once more")
    writes_only(answer.award, Contest, [], what="award() once more")
    gold = Attempt.objects.filter(medal="gold").earliest("pk")
    Attempt.objects.filter(pk=gold.pk).update(score=0)
    writes_only(answer.award, Attempt, [gold.pk], what="award() after one score has changed")


def test_queries(answer, right, world):
    """The same number of queries, however many attempts.

    Tries: queries.
    """
    growth(
        answer,
        right,
        ask=ask,
        world=world,
        grow=lambda number: site(world, number, CUTOFFS[:1]),
        unit="attempt",
        at_most=4,
        sizes=SIZES,
    )


def test_contests(answer, right, world):
    """The same number of queries, however many contests.

    Tries: queries.
    """
    growth(
        answer,
        right,
        ask=ask,
        world=world,
        grow=lambda number: own_cutoffs(world.contests(number, attempts=(1, 1))),
        unit="contest",
        at_most=4,
        sizes=SIZES,
    )


def test_rows(answer, world):
    """No attempt and no contest comes to Python.

    Tries: fetched, queries, medals, nothing else.
    """
    for number, each in ((40, 5), (300, 8)):
        world.clear()
        own_cutoffs(world.contests(number, attempts=(each, each)))
        wrong = wrong_medals()
        changed = at_most(
            answer.award,
            rows=10,
            instances=0,
            queries=4,
            why=f"for {number * each:,} attempts at {number} contests",
        )
        same(changed, len(wrong), call="award()")
        left = wrong_medals()
        expect(
            not left,
            f"award() leaves {plural(len(left), 'medal')} of {number * each:,} wrong.",
        )
    Attempt.objects.update(medal="wood")
    with written_columns(Attempt) as names:
        answer.award()
    more = sorted(names - {"medal"})
    expect(not more, f"award() also writes {', '.join(more)} of the attempts.", "the medal only.")


def test_others(answer, world):
    """The right medals and the right number while other clients write.

    Tries: medals, returned.
    """
    site(world, 30)
    wrong, awarded = len(wrong_medals()), []
    with just_before(2, lambda: awarded.append(award_free()), counts=moves_data):
        changed = answer.award()
    given = "when another run comes in between two of its statements"
    same(changed, wrong - sum(awarded), call="award()", given=given)
    if connection.vendor == "postgresql":  # SQLite has one writer at a time
        Attempt.objects.update(medal="wood")
        one = Attempt.objects.select_for_update().filter(score=80)[:1]
        [outcome] = blocked_by(lambda: list(one), answer.award)
        given = "when another client has locked one attempt for a moment"
        same(outcome.get(), Attempt.objects.count(), call="award()", given=given)
        same(wrong_medals(), [], call="The attempts with a wrong medal", given=given)


def ask(module):
    """Award medals; how many change depends on who awarded them last."""
    module.award()


def award():
    """Do what award() has to do."""
    attempts = [
        attempt
        for attempt in Attempt.objects.select_related("contest")
        if attempt.medal != medal_for(attempt.score, attempt.contest.cutoff)
    ]
    for attempt in attempts:
        attempt.medal = medal_for(attempt.score, attempt.contest.cutoff)
    store(attempts, "medal")
    return len(attempts)


def award_free():
    """Award medals as another client, to attempts that nobody has locked; return how many."""
    with suppress(OperationalError), another_client(), transaction.atomic():
        free = Attempt.objects.select_for_update(skip_locked=True, of=("self",))
        attempts = list(free.filter(pk__in=wrong_medals()).select_related("contest"))
        for attempt in attempts:
            attempt.medal = medal_for(attempt.score, attempt.contest.cutoff)
        store(attempts, "medal")
        return len(attempts)
    return 0  # the answer may lock the table


def medal_for(score, cutoff):
    """Return the medal that a score gets at a contest."""
    if score is None:
        return ""
    least = {"gold": 90, "silver": 75, "bronze": cutoff}
    return next((medal for medal, points in least.items() if score >= points), "")


def own_cutoffs(contests):
    """Give each contest a cut-off of its own: 1 and more, in no order."""
    for place, contest in enumerate(contests):
        contest.cutoff = 1 + place * 7 % len(contests)
    store(contests, "cutoff")


def site(world, number, cutoffs=CUTOFFS):
    """Make contests with cut-offs above and below silver, and medals of which many are wrong."""
    contests = world.contests(len(cutoffs), attempts=(number, number))
    for shift, (contest, cutoff) in enumerate(zip(contests, cutoffs, strict=True)):
        attempts = list(contest.attempts.order_by("pk"))
        for place, attempt in enumerate(attempts):
            attempt.score = (SCORES[place:] or [place % 101])[0]
            attempt.medal = MEDALS[(place + shift) % len(MEDALS)]
            if place % 3 == 0:  # no rule says what an attempt's times have to do with its medal
                attempt.finished_at = None if place % 2 else attempt.started_at
                attempt.started_at -= YEARS
        store(attempts, "score", "medal", "started_at", "finished_at")
        contest.cutoff = cutoff
    contests[0].closes_at += YEARS
    store(contests, "cutoff", "closes_at")


def wrong_medals():
    """Return the keys of the attempts whose medal has to change."""
    rows = Attempt.objects.values_list("pk", "medal", "score", "contest__cutoff")
    return [key for key, medal, *given in rows if medal != medal_for(*given)]


def outcome(module):
    """Return what two calls return and store.

    In between scores and cut-offs change: an answer must not remember those of the first call.
    """
    calls = {"first": call(module)}
    attempts = list(Attempt.objects.order_by("pk"))
    for attempt, other in zip(attempts, [*attempts[1:], *attempts[:1]], strict=True):
        attempt.score = other.score
    store(attempts, "score")
    contests = list(Contest.objects.order_by("pk"))
    for contest, cutoff in zip(contests, [*CUTOFFS[1:], CUTOFFS[0]], strict=True):
        contest.cutoff = cutoff
    store(contests, "cutoff")
    return {**calls, "second": call(module)}


def call(module):
    """Award medals once, and return all that is there afterwards."""
    rows = Attempt.objects.values_list("pk", "score", "contest__cutoff", "medal")
    before = {key: given for key, *given in rows}
    returned = module.award()
    return {
        "before": before,
        "what is returned": returned,
        "the attempts": {row["id"]: row for row in Attempt.objects.order_by("pk").values()},
        "the contests": {row["id"]: row for row in Contest.objects.order_by("pk").values()},
    }


def _compare(got, right, given):
    for key, (score, cutoff, medal) in right["before"].items():
        new, expected = (each["the attempts"].get(key, {}).get("medal") for each in (got, right))
        expect(
            new == expected,
            f"A score of {'NULL' if score is None else score}, where the cut-off is {cutoff} and "
            f"the medal was {medal!r}: the medal is {new!r}.",
            f"it is {expected!r}.",
        )
    for what in ("what is returned", "the attempts", "the contests"):
        same({what: got[what]}, {what: right[what]}, call="award()", given=given)
