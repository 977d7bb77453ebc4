"""One drug, one preset, one page: every number with what it means and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from titrate.library import drug_names, parameter_groups, true_values
from titrate.markup import TEACHING_LINE, counted, tally
from titrate.model import DrugModel
from titrate.parameters import Contradiction, DrugFile, Parameter, PatientDefaults, Source
from titrate.reports.markdown import (
    anchor,
    bullets,
    code,
    folded,
    joined,
    linked,
    sentence,
    table,
)
from titrate.reports.number_words import (
    cited,
    door_limits,
    noted,
    source_line,
    span,
    spread,
    valued,
)

CONTRADICTIONS_PAGE = "contradictions.md"
_HEADS = ("number", "value", "status", "plausible", "people differ by", "source")
_OTHERS = "Other numbers"


def drug_page(
    drug: DrugModel,
    file: DrugFile | None = None,
    *,
    beside: DrugFile | None = None,
    contradictions: Sequence[Contradiction] = (),
) -> str:
    """Return the page of a drug, in Markdown.

    Parameters
    ----------
    drug : DrugModel
        One that ships with titrate, or your own.
    file : DrugFile, optional
        The file behind it: whom its numbers describe, and what they must not be used for.
    beside : DrugFile, optional
        The preset whose page holds the numbers that this one takes over unchanged; here they are
        listed with their values only.
    contradictions : sequence of Contradiction
        Those that concern a number or a door of this page are named.
    """
    entries = drug.parameters.entries
    shared = set() if beside is None else set(beside.parameters.entries) & set(entries)
    own = [entry for entry in entries if entry not in shared]
    preset = f" ({drug.preset})" if drug.preset else ""
    return (
        joined(
            f"# {drug.name}{preset}",
            f"{TEACHING_LINE} `titrate pages` writes this page from the drug's file.",
            _about(drug, file),
            _doors(drug),
            _patient(drug.patient),
            _true(drug),
            _numbers(drug, own, beside),
            _taken_over(drug, shared, beside),
            _contradicted(drug, contradictions, None if beside is None else own),
            _sources(drug, own),
        )
        + "\n"
    )


def _about(drug: DrugModel, file: DrugFile | None) -> str:
    counts = f"{tally(len(drug.parameters), 'number')}: {counted(drug.parameters.counts())}."
    if file is None:
        return counts
    about = file.about
    said = [
        f"**Describes** {about.population}.",
        f"**Model** {about.model}.",
        f"**Rests on** {counts}",
        f"**Reviewed by** {', '.join(about.reviewed_by) or 'nobody yet'}.",
    ]
    if about.rival_of:
        said.append(f"**Rival of** {code(about.rival_of)}: the same people by another model.")
    refused = [f"{route}: {why}" for route, why in file.lacks.items()]
    return joined(
        bullets(said),
        f"**Not for**\n\n{bullets(about.not_for)}" if about.not_for else "",
        f"**Left out** (asking for it is refused)\n\n{bullets(refused)}" if refused else "",
    )


def _doors(drug: DrugModel) -> str:
    if not drug.doors:
        return ""
    heads = (
        *("door", "unit", "step", "usual dose", "usual a day"),
        *("domain of a dose", "domain of a day", "source"),
    )
    rows = [
        (route, door.unit, f"{door.step:g}", *door_limits(door), cited(door.sources))
        for route, door in drug.doors.items()
    ]
    notes = [f"{route}: {door.note}" for route, door in drug.doors.items() if door.note]
    return joined(
        "## Doors",
        "Doses outside what is usual get a note; doses outside the domain are refused.",
        table(heads, rows),
        bullets(notes),
    )


def _patient(patient: PatientDefaults) -> str:
    rows = [
        (code(name), value if isinstance(value, str) else f"{value:g}", _allowed(patient, name))
        for name, value in patient.defaults.items()
    ]
    return (
        ""
        if not rows
        else joined(
            "## The patient, when nothing else is said",
            table(("covariate", "default", "can be"), rows),
            sentence(patient.note) if patient.note else "",
        )
    )


def _allowed(patient: PatientDefaults, name: str) -> str:
    return (
        span(patient.domain[name]) if name in patient.domain else ", ".join(patient.choices[name])
    )


def _true(drug: DrugModel) -> str:
    rows = [(f"{code(v.name)}: {v.meaning}", valued(v), v.note) for v in true_values(drug)]
    return (
        ""
        if not rows
        else joined(
            "## What the apparent numbers become",
            "The file keeps what sources report: values over the bioavailability. The body of the "
            "default patient is solved with the true ones.",
            table(("true value", "in the default patient", "from"), rows, right=(1,)),
        )
    )


def _numbers(drug: DrugModel, own: Sequence[Parameter], beside: DrugFile | None) -> str:
    title = (
        "## Numbers" if beside is None else f"## Numbers of its own, other than {beside.preset}'s"
    )
    if not own:
        return joined(title, "None: the patient and the doors differ.")
    blocks = [_group(heading, group) for heading, group in grouped(drug.name, own).items()]
    legend = (
        "*Published* was seen in the source; *derived* is arithmetic, or fitted on observations "
        "and found again, as the notes show; *assumed* is a choice, or recalled. *Plausible* is "
        "the range in the same unit. A source under an assumed number says what pulls on it."
    )
    return joined(title, legend, *blocks)


def _group(heading: str, entries: Sequence[Parameter]) -> str:
    rows = [
        (
            "<br>".join(part for part in (code(entry.name), entry.meaning) if part),
            valued(entry),
            entry.status.value,
            span(entry.range),
            spread(entry),
            cited(entry.sources),
        )
        for entry in entries
    ]
    notes = [f"{code(entry.name)}: {noted(entry)}" for entry in entries if noted(entry)]
    return joined(
        f"### {heading}", table(_HEADS, rows, right=(1,)), folded("Notes", bullets(notes))
    )


def grouped(name: str, entries: Iterable[Parameter]) -> dict[str, list[Parameter]]:
    """Return numbers under the heading of what they are about, in the order of the headings."""
    groups: Mapping[str, Sequence[str]] = parameter_groups(name) if name in drug_names() else {}
    heading_of = {each: heading for heading, names in groups.items() for each in names}
    found: dict[str, list[Parameter]] = {heading: [] for heading in (*groups, _OTHERS)}
    for entry in entries:
        found[heading_of.get(entry.name, _OTHERS)].append(entry)
    if not groups:
        found = {"All of them": found[_OTHERS]}
    return {heading: group for heading, group in found.items() if group}


def _taken_over(drug: DrugModel, shared: set[Parameter], beside: DrugFile | None) -> str:
    if beside is None or not shared:
        return ""
    kept = [entry for entry in drug.parameters.entries if entry in shared]
    rows = [
        (heading, ", ".join(f"{code(entry.name)} {valued(entry)}" for entry in group))
        for heading, group in grouped(drug.name, kept).items()
    ]
    page = linked(code(beside.preset), f"{beside.preset}.md")
    return joined(
        f"## Taken over from {beside.preset}",
        f"{tally(len(kept), 'number')} as on the page of {page}; they describe "
        f"{beside.about.population}.",
        table(("about", "numbers"), rows),
    )


def _contradicted(
    drug: DrugModel, contradictions: Iterable[Contradiction], own: Sequence[Parameter] | None
) -> str:
    """Return the questions that concern the page; of a preset those that its own sources answer."""
    here = {*drug.parameters, *drug.doors}
    known = None if own is None else _used(drug, own)
    rows = [
        (
            linked(each.question, f"{CONTRADICTIONS_PAGE}{anchor(each.question)}"),
            ", ".join(code(name) for name in each.concerns if name in here),
        )
        for each in contradictions
        if here & set(each.concerns)
        and (known is None or any(known & set(claim.sources) for claim in each.claims))
    ]
    return (
        ""
        if not rows
        else joined(
            "## Where its sources contradict each other",
            table(("question", "concerns"), rows),
        )
    )


def _sources(drug: DrugModel, own: Sequence[Parameter]) -> str:
    ordered = [source for entry in own for source in entry.sources]
    ordered += [source for door in drug.doors.values() for source in door.sources]
    used = dict.fromkeys(ordered)
    return "" if not used else joined("## Sources", bullets(source_line(source) for source in used))


def _used(drug: DrugModel, own: Iterable[Parameter]) -> set[Source]:
    of_doors = {source for door in drug.doors.values() for source in door.sources}
    return of_doors | {source for entry in own for source in entry.sources}
