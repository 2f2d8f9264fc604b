"""A new process loads an answer and tells what it imports; it ends with its block."""

import os

import pytest

from kata.checks import CheckFailed
from kata.checks.attribution import Target
from kata.checks.fresh import Fresh


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "answer.py"
        path.write_text(text)
        Target.aim(path)
        return path

    return write


def test_what_is_imported_is_told(written):
    written("import colorsys\ndef later():\n    import this\n    return [colorsys.__name__]\n")
    with Fresh() as process:
        first = process.loaded
        assert "colorsys" in first
        assert process.ask("handler.later()") == ["colorsys"]
        assert process.loaded == sorted([*first, "this"])
        assert process.ask("value + 1", value=1) == 2
        assert process.loaded == sorted([*first, "this"])


def test_nothing_of_django_is_there(written):
    written(
        "import os, sys\nFOUND = 'django' in sys.modules, 'DJANGO_SETTINGS_MODULE' in os.environ\n"
    )
    with Fresh(MORE="yes") as process:
        assert process.ask("handler.FOUND") == [False, False]
        assert process.ask("os.environ['MORE']") == "yes"


def test_an_error_names_the_line(written):
    written("def wrong():\n    print('seen')\n    return 1 / 0\n")
    with Fresh() as process:
        with pytest.raises(CheckFailed, match="ZeroDivisionError") as caught:
            process.ask("handler.wrong()")
        assert caught.value.failure.details == ("answer.py:3  return 1 / 0",)
        assert process.ask("1") == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import nothing_like_it\n", "The import of your file raises ModuleNotFoundError"),
        ("x = (\n", "The import of your file raises SyntaxError"),
        ("import os\nos._exit(3)\n", "the process has exited with status 3"),
        ("import os\nos.kill(os.getpid(), 9)\n", "the process was ended by SIGKILL"),
    ],
)
def test_an_import_that_fails(written, text, says):
    written(text)
    with pytest.raises(CheckFailed, match=says), Fresh():
        pass


def test_it_ends_with_its_block(written):
    written("import threading\nthreading.Thread(target=threading.Event().wait).start()\n")
    with Fresh() as process:
        pid = process.ask("os.getpid()")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_another_file_than_the_answer(written, tmp_path):
    written("NAME = 'answer'\n")
    other = tmp_path / "other.py"
    other.write_text("NAME = 'other'\n")
    with Fresh(str(other)) as process:
        assert process.ask("handler.NAME") == "other"
