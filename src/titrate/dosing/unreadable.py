"""Why a text could not be read: what was found, where, and what could stand there."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from titrate.errors import UnreadablePrescription, suggestion

if TYPE_CHECKING:
    from lark.exceptions import UnexpectedInput

_IN_WORDS = {
    "_THEN": "', then'",
    "_TOGETHER": "'together with'",
    "_WITHOUT": "'without doses'",
    "_ORAL": "'oral'",
    "_IV": "'iv'",
    "_INTRATHECAL": "'intrathecal'",
    "_BOLUS": "'bolus'",
    "_PUMP": "'pump'",
    "_RELEASED": "'released over'",
    "_OVER": "'over'",
    "_AT": "'at'",
    "_FROM": "'from'",
    "_ONCE": "'once'",
    "_TWICE": "'twice daily'",
    "_EVERY": "'every'",
    "_DAILY": "'daily'",
    "_TIMES_A_DAY": "'times a day'",
    "_FOR": "'for'",
    "_HOURS": "'h'",
    "_DAYS": "'days'",
    "_WEEKS": "'weeks'",
    "_DOSES": "'doses'",
    "_COMMA": "a comma",
    "LPAR": "'('",
    "RPAR": "')'",
    "NUMBER": "a number",
    "CLOCK": "a clock time such as 07:00",
    "UNIT": "a unit",
    "SEGMENT": "a segment",
    "$END": "the end",
}
_WORD = re.compile(r"[^\s(),]+|.", re.DOTALL)
_TELLING = (
    (re.compile(r"-\d"), "A number cannot be negative, nor be a range."),
    (re.compile(r"\.\d"), "Write a 0 before the point: a bare point is easily overlooked."),
    (re.compile(r"\d+\.$"), "Write no point without a digit after it."),
)


def unreadable(text: str, error: "UnexpectedInput") -> UnreadablePrescription:
    """Return the error to raise for what lark could not read in ``text``."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    expected: Iterable[str] = ()
    position = len(text)
    if isinstance(error, UnexpectedCharacters):
        expected = error.allowed or ()
        position = error.pos_in_stream
    elif isinstance(error, UnexpectedToken):
        expected = error.accepts or error.expected
        if error.token.type != "$END":
            position = error.token.start_pos
    return at_position(text, position or 0, expected)


def at_position(text: str, position: int, expected: Iterable[str]) -> UnreadablePrescription:
    """Return the error for the word at ``position``, where other terminals could stand."""
    found = _WORD.match(text, position)
    names = set(expected)
    possible = sorted(_IN_WORDS[name] for name in names if name in _IN_WORDS)
    listed = f"Here could stand: {', '.join(possible)}." if possible else ""
    if found is None:
        return UnreadablePrescription(f"The prescription {text!r} stops too early.", listed)
    hints = [_telling(text, position, names), _did_you_mean(found[0], possible), listed]
    return UnreadablePrescription(
        f"Cannot read {found[0]!r} at character {position + 1} of {text!r}.",
        " ".join(hint for hint in hints if hint),
    )


def _telling(text: str, position: int, expected: set[str]) -> str:
    found = _WORD.match(text, position)
    for pattern, hint in _TELLING:
        if found and pattern.match(found[0]):
            return hint
    if re.match(r",\d{3}\b", text[position:]):
        return "Write thousands without a comma."
    if "_THEN" in expected and re.match(r"together\b", text[position:], re.IGNORECASE):
        return "Put 'together with' and what it joins in parentheses."
    if "_TOGETHER" in expected and re.match(r",?\s*then\b", text[position:], re.IGNORECASE):
        return "Put 'together with' and what it joins in parentheses."
    if re.match(r"without\b", text[position:], re.IGNORECASE):
        return "Put what the doses are missed from in parentheses: '(...) without doses 4 5'."
    return ""


def _did_you_mean(word: str, possible: Iterable[str]) -> str:
    words = [part for phrase in possible if phrase[0] == "'" for part in phrase.strip("',").split()]
    near = suggestion(word, [each for each in words if each.isalpha()])
    return "" if near == f"Did you mean {word.lower()!r}?" else near
