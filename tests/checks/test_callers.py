import pytest

from kata.checks.callers import returns_new
from kata.checks.findings import CheckFailed

NOTHING, NOBODY = [], {}


def new():
    nothing = []  # shared within one result, which harms no other
    return [{"comments": nothing, "replies": nothing}, {"comments": ()}]


def shared_list():
    return [{"comments": NOTHING}]


def shared_dict():
    return {"author": NOBODY}


def generated():
    yield ({"comments": NOTHING},)


@pytest.mark.parametrize("answer", [new, lambda: None, lambda: 3, lambda: iter([[], {}])])
def test_new_objects_pass(answer):
    returns_new(answer)


@pytest.mark.parametrize("answer", [shared_list, shared_dict, generated, lambda: NOTHING])
def test_objects_of_an_earlier_result_fail(answer):
    NOTHING.clear()
    NOBODY.clear()
    with pytest.raises(CheckFailed, match="A caller added something to a list or dictionary"):
        returns_new(answer)
