"""A service of a check's own that charges cards: for each idempotency key once."""

from __future__ import annotations

from typing import Any

from kata.checks.findings import expect

LONGEST = 64  # letters of a key


class CardService:
    """Charges a card once for a key; a repeated call has the same outcome.

    Attributes:
        plan: what becomes of the next calls: ``down`` (nothing is charged), ``declined``, or
            ``lost`` (charged, and no answer comes); without a plan all goes well.
        declined: what it raises for a declined card.
        calls: the key and the amount of each call.
        charged: those of each charge.
        outcomes: the amount and the receipt of each key; the receipt is empty if it was declined.
    """

    def __init__(self, declined: type[Exception]) -> None:
        self.declined = declined
        self.plan: list[str] = []
        self.calls: list[tuple[str, Any]] = []
        self.charged: list[tuple[str, Any]] = []
        self.outcomes: dict[str, tuple[Any, str]] = {}

    def charge(self, key: str, amount: Any) -> str:
        """Charge an amount and return the receipt.

        Raises:
            CheckFailed: the key is no text, too long, or had another amount before.
            ConnectionError, TimeoutError: as planned.
        """
        what = self.plan.pop(0) if self.plan else "works"
        is_key = isinstance(key, str) and 0 < len(key) <= LONGEST
        expect(is_key, f"charge() gets the key {key!r:.80}.", f"a text of 1 to {LONGEST} letters.")
        self.calls.append((key, amount))
        if what == "down":
            raise ConnectionError("the service is down")
        if key not in self.outcomes:
            receipt = "" if what == "declined" else f"receipt {len(self.outcomes)}"
            self.outcomes[key] = amount, receipt
            self.charged += [(key, amount)] * bool(receipt)
        before, receipt = self.outcomes[key]
        says = f"charge() gets the amount {amount}, with a key that had {before} before."
        expect(before == amount, says, "the same amount with the same key.")
        if what == "lost":
            raise TimeoutError("no answer")
        if not receipt:
            raise self.declined("no money")
        return receipt
