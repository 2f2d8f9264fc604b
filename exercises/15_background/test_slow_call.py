"""What checks slow_call.py."""

from contextlib import suppress
from functools import partial
from itertools import count
from threading import Event

import pytest
from django.db.models import F

from kata.checks import (
    CardService,
    CheckFailed,
    again,
    another_client,
    clients,
    concurrently,
    create_tables,
    expect,
    fail,
    fetch,
    interleave,
    killed_at,
    plural,
    same,
    send,
    until_blocked,
)

OPEN = """
    SELECT state FROM pg_stat_activity WHERE datname = current_database()
    AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'
"""
FIRST_KEY = 2**62  # of an entry: its number is a long text
MANY = 120  # payments that fail
MOMENT, PATIENCE = 0.4, 10.0  # seconds: until a caller waits for a lock; those that nobody needs


def test_answer(answer, shop):
    """Charges an entry once, and stores its receipt.

    Tries: result, once, repair.
    """
    one, other, unpaid = shop.entries()
    for key, worker in ((one, answer), (one, answer), (one, again(answer)), (other, answer)):
        got = worker.pay(key, shop.charge)
        shop.paid(key, "after pay()")
        same(got, shop.stored(key), call="pay()", given="and the receipt of the entry")
    answer.repair(shop.charge)
    expect(len(shop.calls) == 2, f"2 entries are paid, and charge() ran {len(shop.calls)} times.")
    shop.unpaid(unpaid)


def test_waiting(answer, shop):
    """Has no transaction open while charge() runs.

    Tries: short.
    """
    states = []

    def charge(key, amount):
        with another_client():
            states.extend(state for [state] in fetch(OPEN))
        return shop.charge(key, amount)

    one, other, third = shop.entries()
    answer.pay(one, charge)
    shop.plan = ["down"]
    with suppress(ConnectionError):
        answer.pay(other, charge)
    answer.repair(charge)
    is_open = f"a session of PostgreSQL is {''.join(states[:1])}"
    says = f"While charge() waits for the network, {is_open}."
    expect(not states, says, "no transaction is open.")
    says = "While charge() runs, the next caller waits for a lock, in a statement."
    expect(not second_waits(answer, shop, third), says, "no transaction is open.")


def test_errors(answer, shop):
    """The answer of the service is lost, or the service is down.

    Tries: errors, once, same, repair.
    """
    for plan, error in (("lost", TimeoutError), ("down", ConnectionError)):
        for way in ("pay", "repair"):
            entries = shop.entries()
            for key in entries:
                shop.fails(key, [plan], error)
            shop.raise_fees()
            if way == "repair":
                shop.plan = ["down"]
                try:
                    again(answer).repair(shop.charge)
                except Exception as raised:
                    says = f"charge() raises an error for one payment, and repair() {raised!r:.60}."
                    raise fail(says, "it goes on with the others.") from None
                number = sum(shop.stored(key) != "" for key in entries)
                says = f"One of 3 payments fails again, and repair() finishes {number}."
                expect(number == 2, says, "2.")
                again(answer).repair(shop.charge)
            for key in entries:
                if way == "pay":
                    again(answer).pay(key, shop.charge)
                shop.paid(key, f"after charge() raised {error.__name__}, and {way}()")
    entries = [key for _ in range(MANY // 3) for key in shop.entries()]
    for key in entries:
        shop.fails(key, ["down"], ConnectionError)
    shop.plan = ["down"] * (MANY - 1)
    again(answer).repair(shop.charge)
    number = sum(shop.stored(key) != "" for key in entries)
    says = f"Of {MANY} payments all but one fail again, and repair() finishes {number}."
    expect(number == 1, says, "1.")


def test_declined(answer, shop):
    """A card is declined, and the next try has a new key.

    Tries: declined, repair.
    """
    one, other, third = shop.entries()
    shop.fails(one, ["declined"], answer.Declined)
    shop.fails(other, ["down", "declined"], ConnectionError)
    shop.process(answer).repair(shop.charge)
    number = len(shop.calls)
    again(answer).repair(shop.charge)
    shop.declined, shop.plan = answer.Declined, []
    number = len(shop.calls) - number
    expect(not number, f"Cards were declined, and repair() calls charge() {number} times.", "0.")
    shop.raise_fees()
    for key in (one, other):
        try:
            answer.pay(key, shop.charge)
        except answer.Declined:
            says = "A card was declined, and with another card pay() raises Declined again."
            raise fail(says, "a receipt: charge() gets a new key.") from None
        shop.paid(key, "after Declined and another pay()")
        same(shop.charged[-1][1] % 100, 1, call="Fees that were raised, in what was charged")

    def late(key, amount):
        """Decline; before the answer arrives, somebody else tries two more times."""
        shop.plan = ["declined", "lost"]
        with suppress(answer.Declined):
            shop.charge(key, amount)
        process = shop.process(answer)
        shop.plan = ["declined", "lost"]
        for error in (process.Declined, TimeoutError):
            with suppress(error):
                process.pay(third, shop.charge)
        shop.declined = answer.Declined
        return shop.charge(key, amount)

    with suppress(answer.Declined):
        answer.pay(third, late)
    shop.plan = []
    again(answer).repair(shop.charge)
    shop.paid(third, "after an old Declined came late, and repair()")


def test_meanwhile(answer, shop):
    """repair() meets a payment that another process begins anew.

    Tries: repair.
    """
    process, asked, first = again(answer), {"repair": set(), "pay": set()}, set()

    def charge(who, declined, key, amount):
        asked[who].add(key)
        if key in first:
            raise declined("no money")
        return shop.charge(key, amount)

    def prepare():
        one, *_ = shop.entries()
        shop.fails(one, ["down"], ConnectionError)
        for keys in (first, *asked.values()):
            keys.clear()
        first.add(shop.calls[-1][0])
        return one

    def repair(_):
        answer.repair(partial(charge, "repair", answer.Declined))

    def pay(one):
        with suppress(process.Declined):
            process.pay(one, partial(charge, "pay", process.Declined))

    for meeting in interleave(prepare, repair, pay):
        for error in meeting.errors:
            raise error
        begun = asked["repair"] - asked["pay"] - first
        says = "A card is declined while repair() runs, and repair() starts another payment."
        expect(not begun, says, "it only finishes.", meeting.story)


def test_killed(answer, shop):
    """A process is killed at any moment, and repair() finishes the payment.

    Tries: once, repair, same.
    """

    def pay(one, charge):
        answer.pay(one, charge)

    def repair(one, charge):
        shop.plan = ["down"]
        with suppress(ConnectionError):
            answer.pay(one, shop.charge)
        answer.repair(charge)

    def until(point, key, amount):
        point()
        receipt = shop.charge(key, amount)
        point()
        return receipt

    for call in (pay, repair):
        for number in count():
            one, _, unpaid = shop.entries()
            if not killed_at(number, lambda point: call(one, partial(until, point))):  # noqa: B023
                break
            given = f"after {call.__name__}() was killed at step {number + 1}"
            shop.plan = []
            shop.raise_fees()
            again(answer).repair(shop.charge)
            if shop.charges(one):
                shop.paid(one, f"{given}, and repair()")
            again(answer).pay(one, shop.charge)
            shop.paid(one, f"{given}, then repair() and pay()")
            shop.unpaid(unpaid)


def test_together(answer, shop):
    """Two processes pay an entry at the same time; somebody else changes its fee.

    Tries: result, once, others, declined, same.
    """
    process = again(answer)

    def charge(key, amount):
        send(["SELECT 'charge() asks the service'"])
        return shop.charge(key, amount)

    def prepare():
        return shop.entries()[0]

    def pay(worker, one):
        return worker.pay(one, charge)

    with clients(patience=2, timeout=60) as among:
        for other, what in (
            (partial(pay, process), "Two processes pay an entry"),
            (lambda _: process.repair(charge), "repair() runs beside pay()"),
            (shop.raise_fees, "Somebody changes the fee while pay() runs"),
        ):
            for meeting in interleave(prepare, partial(pay, answer), other, among=among):
                meeting.no_errors(what)
                one = meeting.given
                shop.paid(one, f". {what}", meeting.story)
                got = [*meeting.results][: 2 if "Two" in what else 1]
                says = f"{what}, and pay() returns {got}."
                expect({*got} == {shop.stored(one)}, says, "the receipt.", meeting.story)
                fee = answer.Entry.objects.get(pk=one).fee
                is_kept = "fee" not in what or fee % 100 == 1
                expect(is_kept, f"{what}, and afterwards it is the old one.", "", meeting.story)

        def refused(worker, one):
            with suppress(worker.Declined):
                return worker.pay(one, partial(declines, worker))
            return "Declined"

        def declines(worker, key, amount):
            send(["SELECT 'charge() asks the service'"])
            shop.declined, shop.plan = worker.Declined, ["declined"]
            return shop.charge(key, amount)

        calls = [partial(refused, worker) for worker in (answer, process)]
        for meeting in interleave(prepare, *calls, among=among):
            what = "Two processes pay with a card that is declined"
            meeting.no_errors(what)
            says = f"{what}, and what pay() returns or raises is {meeting.results}."
            expect(meeting.results == ["Declined"] * 2, says, "Declined, twice.", meeting.story)


# What the checks above are made of.


@pytest.fixture
def shop(answer, world):
    """Entries, and a service that charges cards."""
    create_tables(answer)
    return Shop(answer)


class Shop(CardService):
    """Entries, and who charges for them. Hundreds of an amount tell which entry was charged."""

    def __init__(self, answer):
        super().__init__(answer.Declined)
        self.answer, self.Entry, self.numbers = answer, answer.Entry, count()

    def entries(self):
        """Return the keys of three new entries."""
        self.plan = []
        fees = [100 * next(self.numbers) for _ in range(3)]
        return [self.Entry.objects.create(pk=FIRST_KEY + fee, fee=fee).pk for fee in fees]

    def raise_fees(self, *keys):
        entries = self.Entry.objects.filter(pk__in=keys) if keys else self.Entry.objects.all()
        entries.update(fee=F("fee") / 100 * 100 + 1)

    def process(self, answer):
        """Return another process, which has a class Declined of its own."""
        process = again(answer)
        self.declined = process.Declined
        return process

    def fails(self, key, plan, error):
        """Pay while charge() raises an error; fail unless it comes through."""
        self.plan = plan
        try:
            got = f"returns {self.answer.pay(key, self.charge)!r}"
        except error:
            return
        except CheckFailed:
            raise
        except Exception as other:
            got = f"raises {type(other).__name__}"
        raise fail(f"charge() raises {error.__name__}, and pay() {got}.", "the same error.")

    def charges(self, key):
        number = self.Entry.objects.get(pk=key).fee // 100
        return [(name, amount) for name, amount in self.charged if amount // 100 == number]

    def stored(self, key):
        return self.Entry.objects.get(pk=key).receipt

    def unpaid(self, key):
        same(self.stored(key), "", call="The receipt of an entry that nobody has paid")

    def paid(self, key, given, details=()):
        """Fail unless an entry is charged once, and has the receipt."""
        charges = self.charges(key)
        says = f"The entry was charged {plural(len(charges), 'time')} {given}."
        expect(len(charges) == 1, says.replace(" .", "."), "once.", details)
        expected, got = self.outcomes[charges[0][0]][1], self.stored(key)
        says = f"The entry was charged, and has the receipt {got!r}, {given}."
        expect(got == expected, says, f"{expected!r}.", details)


def second_waits(answer, shop, one):
    """Pay an entry that is being paid; return whether the second caller waits for a lock."""
    process, is_asked, waits = again(answer), Event(), []

    def charge(key, amount):
        is_asked.set()
        waits.append(until_blocked(1, patience=MOMENT))
        return shop.charge(key, amount)

    def client(number):
        if number == 0:
            return answer.pay(one, charge)
        is_asked.wait(PATIENCE)
        return process.pay(one, shop.charge)

    for outcome in concurrently(client, 2):
        outcome.get()
    return any(waits)
