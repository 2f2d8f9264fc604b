import pytest

from kata.checks import CardService, CheckFailed


class Declined(Exception): ...


def test_a_key_is_charged_once():
    service = CardService(Declined)
    assert service.charge("a", 100) == service.charge("a", 100) == "receipt 0"
    assert service.charge("b", 100) == "receipt 1"
    assert service.charged == [("a", 100), ("b", 100)] and len(service.calls) == 3


@pytest.mark.parametrize(
    ("plan", "error", "charged"),
    [("down", ConnectionError, 0), ("lost", TimeoutError, 1), ("declined", Declined, 0)],
)
def test_what_is_planned_goes_wrong(plan, error, charged):
    service = CardService(Declined)
    service.plan = [plan]
    with pytest.raises(error):
        service.charge("a", 100)
    assert len(service.charged) == charged
    if plan == "declined":
        with pytest.raises(Declined):
            service.charge("a", 100)
    else:
        assert service.charge("a", 100) == "receipt 0"
    assert service.charge("b", 100) == "receipt 1"


def test_a_key_has_one_amount():
    service = CardService(Declined)
    service.charge("a", 100)
    with pytest.raises(CheckFailed, match=r"the amount 101, with a key that had 100 before\."):
        service.charge("a", 101)


@pytest.mark.parametrize("key", ["", "x" * 65, 7, None])
def test_a_key_is_a_short_text(key):
    with pytest.raises(CheckFailed, match=r"gets the key"):
        CardService(Declined).charge(key, 100)
