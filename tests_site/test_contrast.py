"""WCAG AA: every pair of colours that meets on a page, in light and in dark and on paper."""

import re

import pytest

from tests_site.conftest import ROOT

SHEET = (ROOT / "site" / "assets" / "workbook.css").read_text(encoding="utf-8")
TEXT = [
    *((ink, ground) for ground in ("paper", "panel") for ink in ("ink", "faint", "flat", "climb")),
    ("flat-strong", "paper"),
    ("paper", "flat"),  # the main button
    ("paper", "flat-strong"),
    *((ink, ground) for ground in ("panel", "mark")
      for ink in ("ink", "code-key", "code-text", "code-name", "faint", "climb")),
    *((f"term-{ink}", "term") for ink in ("ink", "faint", "good", "bad", "code")),
]  # fmt: skip
SHAPES = [("flat", "paper"), ("climb", "paper"), ("faint", "paper"), ("flat", "panel")]


def schemes():
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+);", re.search(pattern, SHEET, re.DOTALL)[1]))
        for pattern in (r'"default"\] \{(.*?)\}', r'"slate"\] \{(.*?)\}')
    )
    printed = dict(re.findall(r"--([\w-]+): (#\w+);", SHEET.split("@media print")[1]))
    return {"light": light, "dark": dark, "print": printed}


def luminance(colour):
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_the_known_one():
    assert ratio("#000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_can_be_read(scheme):
    colours = schemes()[scheme]
    weak = {
        f"{ink} on {ground}": round(found, 2)
        for ink, ground in TEXT
        if (found := ratio(colours[ink], colours[ground])) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_lines_and_focus_can_be_seen(scheme):
    colours = schemes()[scheme]
    assert all(ratio(colours[one], colours[other]) >= 3 for one, other in SHAPES)


def test_no_colour_is_written_outside_the_palette():
    rules = re.sub(
        r"@media print \{\n  \[data.*?\n  \}\n\}|\[data[^{]*\{[^}]*\}", "", SHEET, flags=re.S
    )
    assert not re.findall(r"#[0-9a-f]{3,6}\b(?=[;, ])", rules)
