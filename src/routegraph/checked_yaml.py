"""YAML and JSON files that people edit: read safely, checked by a schema, errors with line and remedy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from routegraph.errors import DataError
from routegraph.intake import clean, read_words

DEEPEST = 32
"""Levels of nesting above which a YAML file is refused."""

MOST_EXACT = 2**53
"""Whole numbers below this one are kept as such."""


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of a document.

    Attributes
    ----------
    text : str
        Key, what is wrong, remedy.
    """

    line: int
    text: str


@dataclass(frozen=True, eq=False)
class Document:
    """The content of a file, and the line that each part of it stands on."""

    path: Path
    content: Any
    _root: Any

    def line(self, keys: Sequence[str | int] = ()) -> int:
        """Line of the deepest part that a path of keys leads to."""
        node = self._root
        line = int(node.start_mark.line) + 1
        for key in keys:
            if not isinstance(node.value, list):
                break
            if isinstance(key, int):
                if key >= len(node.value):
                    break
                node = node.value[key]
                line = node.start_mark.line + 1
                continue
            found = [(k, v) for k, v in node.value if k.value == key]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        return line

    def problems(self, schema: Mapping[str, Any], keys: Sequence[str | int] = ()) -> Iterator[Problem]:
        """Where the part under `keys` breaks a JSON Schema."""
        from jsonschema import Draft202012Validator

        part = self.content
        for key in keys:
            part = part[key]
        errors = Draft202012Validator(schema).iter_errors(part)
        for error in sorted(errors, key=lambda e: [str(k) for k in e.absolute_path]):
            extra = [_extra_key(error)] if error.validator == "additionalProperties" else []
            yield Problem(self.line([*keys, *error.absolute_path, *extra]), _told(error))

    def require(self, schema: Mapping[str, Any]) -> None:
        """Raise `DataError` with file, line, key and remedy where the document breaks a schema."""
        for problem in self.problems(schema):
            raise DataError(f"{self.path}, line {problem.line}: {problem.text}.")


def read_document(path: Path, numeric_keys: Collection[str] = (), what: str = "file") -> Document:
    """Read a YAML or JSON file; all values stay text but those under `numeric_keys`.

    Text stays text so that a road 42 keeps its name, and a date that does not exist is told
    as such. Aliases and great depth are refused: a file that a person edits needs neither.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, not UTF-8, not YAML, empty, or a YAML bomb.
    """
    import yaml

    text = read_words(path, what)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_bombs(path, text, loader)
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise DataError(f"{path}, line {line}: {problem.problem}; not readable as YAML.") from None
    except yaml.YAMLError as problem:
        raise DataError(f"{path}: not readable as YAML ({str(problem).splitlines()[0]}).") from None
    if root is None:
        raise DataError(f"{path}: empty; see 'routegraph scenario schema' for what it may hold.")
    return Document(path, _plain(path, root, frozenset(numeric_keys)), root)


def _refuse_bombs(path: Path, text: str, loader: Any) -> None:
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise DataError(f"{path}, line {line}: YAML aliases (*{event.anchor}) are refused; write it out.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise DataError(f"{path}, line {line}: nested deeper than {DEEPEST} levels.")


def _plain(path: Path, node: Any, numeric_keys: frozenset[str], key: str = "") -> Any:
    import yaml

    if isinstance(node, yaml.SequenceNode):
        return [_plain(path, child, numeric_keys, key) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for name, value in node.value:
            line = name.start_mark.line + 1
            if not isinstance(name, yaml.ScalarNode):
                raise DataError(f"{path}, line {line}: a key must be text.")
            told = clean(name.value)
            if told in mapping:
                raise DataError(f"{path}, line {line}: key {told[:60]!r} stands twice.")
            if value.tag != "tag:yaml.org,2002:null":
                mapping[told] = _plain(path, value, numeric_keys, told)
        return mapping
    if key in numeric_keys:
        with suppress(ValueError):
            return _number(node.value)
    return clean(node.value)


def _number(text: str) -> int | float:
    number = float(text)
    whole = abs(number) < MOST_EXACT and text.strip().lstrip("+-").isdecimal()
    return int(text) if whole else number


_TYPES = {
    "string": "text",
    "number": "a number",
    "array": "a list",
    "object": "keys with values",
    "integer": "a whole number",
}


def _told(error: Any) -> str:
    key = " ".join(repr(k) for k in error.absolute_path if isinstance(k, str)) or "the record"
    say = _SAYINGS.get(error.validator)
    return say(error, f"{key} is {repr(error.instance)[:60]}") if say else f"{key}: {error.message[:80]}"


def _say_missing(error: Any, _: str) -> str:
    missing = [repr(key) for key in error.validator_value if key not in error.instance]
    return f"missing {'key' if len(missing) == 1 else 'keys'} {', '.join(missing)}"


def _extra_key(error: Any) -> str:
    return next(str(key) for key in error.instance if key not in error.schema.get("properties", ()))


def _say_unknown(error: Any, _: str) -> str:
    extra = _extra_key(error)
    return f"unknown key {extra!r}; {_nearest(extra, list(error.schema['properties']), 'known')}"


def _nearest(word: str, known: list[str], otherwise: str) -> str:
    near = get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}" if near else f"{otherwise}: {', '.join(known)}"


_SAYINGS: dict[str, Callable[[Any, str], str]] = {
    "required": _say_missing,
    "additionalProperties": _say_unknown,
    "enum": lambda e, it: f"{it}; {_nearest(str(e.instance), e.validator_value, 'one of')}",
    "type": lambda e, it: f"{it}, but must be {_TYPES.get(e.validator_value, e.validator_value)}",
    "pattern": lambda e, it: f"{it}, not a date; write YYYY-MM-DD, or YYYY-MM when only the month is known",
    "minimum": lambda e, it: f"{it}, but must be at least {e.validator_value}",
    "maximum": lambda e, it: f"{it}, but must be at most {e.validator_value}",
    "minLength": lambda e, it: f"{it}, but must not be empty",
}
