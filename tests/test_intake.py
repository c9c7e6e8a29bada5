import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routegraph.checked_yaml import read_document
from routegraph.errors import DataError, NotFoundError
from routegraph.intake import clean, clean_tree, read_json, read_whole
from routegraph.network.strings import StringCoder
from routegraph.reports.decode import decode


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("\x1bcreset", "reset"),
        ("open \x1b]0;never closed", "open 0;never closed"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("bell\x07 null\0 del\x7f", "bell null del"),
        ("x\u202egpj.exe", "xgpj.exe"),
        ("خناصر\u200f, é, 🔴", "خناصر\u200f, é, 🔴"),
        ("\ud83d alone", "\ufffd alone"),
    ],
)
def test_what_steers_a_terminal_goes_and_the_words_stay(dirty, plain):
    assert clean(dirty) == plain


@given(st.text(st.characters() | st.sampled_from("\x1b\x9b\x07]0;[m\\"), max_size=40))
def test_a_clean_text_holds_no_control_character_can_be_written_and_is_clean_already(text):
    plain = clean(text)
    assert not any((ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 for c in plain)
    plain.encode("utf-8")
    assert clean(plain) == plain


def test_keys_and_values_of_plain_data_are_cleaned():
    assert clean_tree({"a\x07": ["\x1b[1mb", 1, None]}) == {"a": ["b", 1, None]}


def test_texts_are_clean_wherever_they_enter(tmp_path):
    assert decode(b"On\x1b[2J 23 October", "report")[0] == "On 23 October"
    page = tmp_path / "page.yaml"
    page.write_text('by: "x\\e]0;pwned\\a"\nnote: a\x1b[31mb\n', "utf-8")
    assert read_document(page).content == {"by": "x", "note": "ab"}
    table = tmp_path / "table.json"
    table.write_text(json.dumps({"name": "\x1b[31mred", "half": "\ud83d"}), "utf-8")
    assert read_json(table) == {"name": "red", "half": "\ufffd"}
    coder = StringCoder()
    assert coder.codes(["\x1b[31mM5", "M5", "\x1b[31mM5"]).tolist() == [1, 1, 1]
    assert coder.strings()[1] == "M5"


def test_devices_pipes_and_folders_are_refused_at_once(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, kind in ((Path("/dev/zero"), "a device"), (pipe, "a pipe"), (tmp_path, "a folder")):
        done: list[str] = []

        def ask(path=path, done=done):
            with pytest.raises(DataError) as caught:
                read_whole(path, "report")
            done.append(str(caught.value))

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(10)
        assert done and kind.split()[-1] in done[0]
    with pytest.raises(NotFoundError, match="no report"):
        read_whole(tmp_path / "none", "report")


def test_names_that_no_system_takes_and_files_too_large_are_told(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_whole(Path("x" * 300))
    with pytest.raises(DataError, match="cannot be read"):
        read_whole(Path("a\0b"))
    large = tmp_path / "large"
    large.write_bytes(b"12345")
    with pytest.raises(DataError, match="larger than"):
        read_whole(large, most_bytes=4)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[" * 20_000, "nested deeper"),
        (b"[" * 100 + b"]" * 100, "nested deeper"),
        (b'{"a": }', "line 1: not readable as JSON"),
        (b'{"a": "\xff"}', "not UTF-8 text at byte 7"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not readable as JSON"),
    ],
)
def test_json_that_is_deep_or_broken_is_told(tmp_path, content, told):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(DataError, match=told):
        read_json(path)
