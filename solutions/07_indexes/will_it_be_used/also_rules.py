"""A prediction from three facts on each question: what an engineer would ask in a review."""

from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    USED = "used"
    TABLE = "table"
    CANNOT = "cannot"


@dataclass
class Question:
    """Whether the index can serve it, by its first column, and what share of pages is needed."""

    can: bool = True
    first_column: bool = True
    pages: float = 0.01

    def word(self):
        if not self.can:
            return Word.CANNOT
        return Word.USED if self.first_column and self.pages < 0.5 else Word.TABLE


FACTS = {
    "gold": Question(),
    "no_medal": Question(pages=1),
    "gold_or_perfect": Question(can=False),
    "on_a_date": Question(can=False),
    "in_march": Question(pages=0.1),
    "march_of_one": Question(),
    "march_of_all": Question(first_column=False, pages=0.1),
    "best": Question(),
    "best_finished": Question(can=False),
    "contests": Question(pages=1),
}

PREDICTIONS = {name: question.word() for name, question in FACTS.items()}
