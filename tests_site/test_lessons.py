"""Every lesson, executed. It takes minutes, so it is no part of ``make test``:

pytest tests_site
"""

from __future__ import annotations

import json
import os
import signal
import time

import pytest

pytest.importorskip("nbclient", reason="nbclient is not installed: make lab installs it")

from kata import course, lessons
from kata.lessons import pages

SOURCES = lessons.sources()
NAMES = [f"{path.parent.name}/{path.stem}" for path in SOURCES]


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_a_notebook_runs_with_each_cell_run_twice(source, capsys):
    """Nothing may depend on having been run once; `make docs` has run each once.

    It says how long that took, and judges it not: only a machine that is left alone can.
    """
    cells = json.loads(lessons.notebook(source))
    code = [cell for cell in cells["cells"] if cell["cell_type"] == "code"]
    checks = [cell for cell in code if "%check" in "".join(cell["source"])]
    twice = [cell for cell in code if cell not in checks for _ in range(2)]
    for number, cell in enumerate(twice):
        twice[number] = {**cell, "id": f"{number:08}"}

    start = time.perf_counter()
    lessons.execute({**cells, "cells": twice}, source.parent)
    seconds = time.perf_counter() - start

    with capsys.disabled():
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(f" {seconds:.1f} s for both, {load:.1f} tasks a core ", end="")


@pytest.mark.parametrize("chapter", course.chapters(), ids=lambda chapter: chapter.slug)
def test_a_page_has_every_picture_and_no_style(chapter):
    page = lessons.page(chapter)
    assert page.count("<svg") >= 2
    assert "style=" not in page
    assert "<script" not in page
    assert "Traceback" not in page
    assert len(page) < 200_000


def _cell(source, *outputs, number=3):
    """A cell as a kernel leaves it, and what the page makes of it."""
    outputs = [{"output_type": "stream", "text": text} for text in outputs]
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": outputs,
            "execution_count": number}  # fmt: skip


def test_what_code_printed_is_told_from_code():
    code, printed = pages._parts(_cell("print(1)", "1\n"), set())
    assert code.startswith("```python\n")
    assert printed == "```{ .text .output }\n1\n```"


def test_what_a_guess_is_compared_with_is_folded():
    made = _cell("with queries() as seen:\n    ask()\n\nguess.measured(seen.count)", "232\n")
    code, folded = pages._parts(made, set())
    assert code.startswith("```python\n")
    assert folded == '??? note "What was measured"\n\n    ```{ .text .output }\n    232\n    ```'


def test_a_cell_that_an_output_names_shows_its_number_and_lines():
    (code,) = pages._parts(_cell("feed()"), {3})
    assert code.startswith('```python title="In[3]" linenums="1"\n')


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('guess = predict("How many?", ...)', "Your guess, in the notebook"),
        ("guess.measured(3)", "Your guess, in the notebook"),
        ('found = {"a": 1}\nbars("Two", found)', "The code that draws this"),
        ("def feed():\n    return 1\n\nbars('One', {})", ""),
        ("found = Post.objects.count()\nbars('One', {'a': found})", ""),
        ("feed()", ""),
        ("%check feed", ""),
    ],
)
def test_code_that_is_not_to_be_read_is_folded(source, words):
    assert pages._folded(_cell(source)) == words


def test_a_cell_that_fails_fails():
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": ["1 / 0"], "outputs": []}
    book = {"cells": [{**cell, "execution_count": None}], "metadata": {}}
    with pytest.raises(lessons.LessonProblem, match="ZeroDivisionError"):
        lessons.execute({**book, "nbformat": 4, "nbformat_minor": 5}, course.ROOT)


def test_a_killed_postgresql_is_one_sentence_and_the_next_run_works(tmp_path, monkeypatch):
    """In a server of its own: others use the course's."""
    from kata.services import postgres

    monkeypatch.setenv("KATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KATA_DATABASE_URL", raising=False)
    sources = [
        "from kata.notebook import start\nstart()",
        "import psutil, time\nfrom django.db import connection\n"
        "from arena.discuss.models import Post\n"
        "backend = psutil.Process(connection.connection.info.backend_pid)\n"
        f"backend.parent().send_signal({int(signal.SIGQUIT)})\ntime.sleep(2)",
        "Post.objects.count()",
        "Post.objects.count()",
    ]
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": [source], "outputs": [],
         "execution_count": None}
        for n, source in enumerate(sources)
    ]  # fmt: skip
    cells[2]["metadata"] = {"tags": ["raises-exception"]}
    try:
        done = lessons.execute(
            {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, course.ROOT
        )
    finally:
        postgres.down()
    (card,) = done["cells"][2]["outputs"]
    says = "PostgreSQL was stopped. It runs again: run this cell once more."
    assert "".join(card["data"]["text/plain"]) == says
    assert "".join(done["cells"][3]["outputs"][0]["data"]["text/plain"]) == "10000"
