"""Names that are kept beside a stored network: the same answers as from memory, and no trust in a file."""

import json
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_spellings import SPELLINGS

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network import array_cache
from routegraph.places import name_tables
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.name_tables import Heard, Written, kept_tables

ROWS = [(kind, lon, lat, {"name": name}) for _, name, kind, lon, lat in SPELLINGS]
TEXTS = st.text("abelnrst 'ءاأبةحخرسصعلمنهوي;абвТბნსع", max_size=12)


@pytest.fixture(autouse=True)
def kept_however_few(monkeypatch):
    monkeypatch.setattr(name_tables, "LEAST_KEPT", 1)


def flat(record, prefix=""):
    for column in fields(record):
        value = getattr(record, column.name)
        if is_dataclass(value):
            yield from flat(value, f"{prefix}{column.name}.")
        else:
            yield prefix + column.name, value


def same(one, other):
    pairs = zip(flat(one), flat(other), strict=True)
    return all(
        name == called and a.dtype == b.dtype and np.array_equal(a, b) for (name, a), (called, b) in pairs
    )


def asked(gazetteer, query, near=None):
    try:
        found = gazetteer.find(query, near=near)
    except (NotFoundError, AmbiguousError) as refusal:
        found = str(refusal)
    return found, gazetteer.search(query, near=near)


def stored(network, folder):
    folder.mkdir(exist_ok=True)
    return replace(network, folder=folder)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=6), TEXTS)
def test_kept_names_answer_as_those_made_in_memory(draw, tmp_path_factory, texts, query):
    rows = [("town", 36.0 + i, 35.0, {"name": text, "alt_name": text[::-1]}) for i, text in enumerate(texts)]
    network = draw(rows)
    there = stored(network, tmp_path_factory.mktemp("stored"))
    kept_tables(there)
    written, heard = kept_tables(there)
    made = Written.of(network)
    assert not written.place.flags.owndata, "the second time they come from the file"
    assert same(written, made)
    assert same(heard, Heard.of(made))
    for text in (query, *texts):
        assert asked(Gazetteer.of(there), text) == asked(Gazetteer.of(network), text)


def test_the_spellings_of_reports_find_the_same_places_by_kept_names(draw, tmp_path):
    network = draw(ROWS)
    kept_tables(stored(network, tmp_path))
    opened, made = Gazetteer.of(stored(network, tmp_path)), Gazetteer.of(network)
    for spellings, *_ in SPELLINGS:
        for spelling in spellings:
            assert asked(opened, spelling, (36.96, 35.67)) == asked(made, spelling, (36.96, 35.67))


@pytest.mark.parametrize("at", [0.001, 0.02, 0.3, 0.7, 0.999])
def test_a_changed_byte_has_the_names_made_anew(draw, tmp_path, at):
    network = stored(draw(ROWS), tmp_path)
    kept_tables(network)
    (file,) = tmp_path.glob("names-*.bin")
    whole = file.read_bytes()
    place = int(at * len(whole))
    file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x15]) + whole[place + 1 :])
    assert Gazetteer.of(network).find("Khanasser").name == "Khanasser"
    assert file.read_bytes() == whole


def test_a_file_cut_short_has_the_names_made_anew(draw, tmp_path):
    network = stored(draw(ROWS), tmp_path)
    kept_tables(network)
    (file,) = tmp_path.glob("names-*.bin")
    whole = file.read_bytes()
    for kept_bytes in (0, 40, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:kept_bytes])
        assert Gazetteer.of(network).find("Khanasser").name == "Khanasser"
        assert file.read_bytes() == whole


WRONG = {
    "written.place": lambda a: a + 1000,
    "written.script": lambda a: a + 9,
    "written.text.start": lambda a: a[::-1],
    "written.text.utf8": lambda a: a[:-1],
    "written.by_normal.row": lambda a: a - 5,
    "written.by_bare.first": lambda a: a[:-1],
    "heard.whole.codes": lambda a: a + 200,
    "heard.whole.first": lambda a: a.astype(np.float32),
    "heard.whole.utf8": lambda a: a[:-9],
    "heard.tails.row": lambda a: a.astype(np.int64),
}


@pytest.mark.parametrize("column", WRONG)
def test_sound_bytes_that_break_the_contract_are_made_anew(draw, tmp_path, monkeypatch, column):
    network = stored(draw(ROWS), tmp_path)
    monkeypatch.setattr(
        name_tables,
        "keep",
        lambda folder, name, made_from, arrays: array_cache.keep(
            folder, name, made_from, arrays | {column: WRONG[column](arrays[column])}
        ),
    )
    kept_tables(network)
    monkeypatch.undo()
    monkeypatch.setattr(name_tables, "LEAST_KEPT", 1)
    written, heard = kept_tables(network)
    assert same(written, Written.of(network))
    assert same(heard, Heard.of(written))


def test_an_array_outside_of_its_file_is_made_anew(draw, tmp_path, monkeypatch):
    network = stored(draw(ROWS), tmp_path)
    kept_tables(network)
    (file,) = tmp_path.glob("names-*.bin")
    header, _, body = file.read_bytes().partition(b"\n")
    told = json.loads(header)
    told["arrays"]["written.place"][2] = 1 << 40
    monkeypatch.setattr(array_cache, "_digest", lambda *_: told["sha256"])
    file.write_bytes(json.dumps(told).encode() + b"\n" + body)
    assert Gazetteer.of(network).find("Khanasser").name == "Khanasser"


def test_names_of_an_older_network_are_neither_used_nor_left(draw, tmp_path):
    kept_tables(stored(draw(ROWS), tmp_path))
    (older,) = tmp_path.glob("names-*.bin")
    newer = stored(draw([("town", 36.0, 35.0, {"name": "Morek"})]), tmp_path)
    assert Gazetteer.of(newer).find("Morek").name == "Morek"
    (file,) = tmp_path.glob("names-*.bin")
    assert file != older


def test_a_folder_that_cannot_be_written_keeps_nothing_and_answers(draw, tmp_path):
    network = replace(draw(ROWS), folder=tmp_path / "nowhere")
    assert Gazetteer.of(network).find("Khanasser").name == "Khanasser"
    assert not [*tmp_path.iterdir()]


def test_few_places_and_networks_in_memory_have_no_file(draw, tmp_path, monkeypatch):
    assert kept_tables(draw(ROWS)) is None
    monkeypatch.setattr(name_tables, "LEAST_KEPT", 10_000)
    assert kept_tables(stored(draw(ROWS), tmp_path)) is None
    assert not [*tmp_path.iterdir()]
