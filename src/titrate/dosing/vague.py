"""Words that are not a dose plan, and what to write instead of each."""

import re

from titrate.errors import UnreadablePrescription

_FREQUENCY = "Write an interval or clock times: 'every 8 h', 'at 07:00 22:00'."
_NIGHT = "Write the clock time: 'at 22:00'."
_CLOCK = "Write clock times: 'at 08:00 13:00 18:00'."
_PLAN = "Write what is given: each dose 'once at 3 h', or a course 'every 8 h for 3 days'."
_EXACT = "Write one number."

INSTEAD = {
    "as needed": _PLAN,
    "as required": _PLAN,
    "if needed": _PLAN,
    "when needed": _PLAN,
    "prn": _PLAN,
    "sos": _PLAN,
    "at night": _NIGHT,
    "nightly": _NIGHT,
    "nocte": _NIGHT,
    "at bedtime": _NIGHT,
    "before bed": _NIGHT,
    "bedtime": _NIGHT,
    "in the morning": _CLOCK,
    "in the evening": _CLOCK,
    "mane": _CLOCK,
    "at noon": _CLOCK,
    "with meals": _CLOCK,
    "with food": _CLOCK,
    "before meals": _CLOCK,
    "after meals": _CLOCK,
    "od": "Write 'once daily'.",
    "qd": "Write 'once daily'.",
    "bd": "Write 'twice daily' or 'every 12 h'.",
    "bid": "Write 'twice daily' or 'every 12 h'.",
    "tds": "Write '3 times a day' or 'every 8 h'.",
    "tid": "Write '3 times a day' or 'every 8 h'.",
    "qds": "Write '4 times a day' or 'every 6 h'.",
    "qid": "Write '4 times a day' or 'every 6 h'.",
    "weekly": "Write 'every 168 h'.",
    "stat": "Write 'once'.",
    "regularly": _FREQUENCY,
    "often": _FREQUENCY,
    "sometimes": _FREQUENCY,
    "about": _EXACT,
    "approximately": _EXACT,
    "around": _EXACT,
    "roughly": _EXACT,
    "some": _EXACT,
    "several": _EXACT,
    "a few": _EXACT,
}

# Longest first, so that "at bedtime" is named whole.
_ANY = re.compile(
    r"\b("
    + "|".join(
        r"\s+".join(map(re.escape, phrase.split()))
        for phrase in sorted(INSTEAD, key=len, reverse=True)
    )
    + r")\b",
    re.IGNORECASE,
)


def refuse_vague_words(text: str) -> None:
    """Raise `UnreadablePrescription` at the first word that leaves open what is given."""
    found = _ANY.search(text)
    if found:
        phrase = " ".join(found[0].lower().split())
        raise UnreadablePrescription(
            f"{found[0]!r} at character {found.start() + 1} of {text!r} does not say exactly "
            "what is given when.",
            INSTEAD[phrase],
        )
