"""Loading an answer: always the file as it stands now."""

import os

from kata import answers


def test_a_file_saved_twice_in_one_second_is_read_twice(tmp_path):
    file = tmp_path / "double.py"
    for times in (3, 4):
        file.write_text(f"def double(number):\n    return number * {times}\n")
        os.utime(file, (1_700_000_000, 1_700_000_000))  # as long, and as old, as the one before
        assert answers.load(file).double(5) == 5 * times
    assert [path.name for path in tmp_path.iterdir()] == ["double.py"]
