"""``titrate params``: a drug's numbers, and how sure each is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import typer

from titrate.cli import options as o
from titrate.cli.writing import NARROW, say_what_it_is_for

if TYPE_CHECKING:
    from titrate.parameters import Parameter, ParameterSet

_VALUE, _UNIT = 8, 6  # widths of columns
_INDENT = "    "


def params(
    drug: o.DrugArgument = "baclofen",
    preset: o.Preset = None,
    status: o.Status = None,
    csv: o.AsCsv = False,
) -> None:
    """List a drug's numbers: name, value, unit, status, meaning."""
    from titrate.library import load_drug

    chosen = _with_status(load_drug(drug, preset).parameters, status)
    if csv:
        typer.echo(chosen.to_frame().to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        typer.echo(_listed(chosen))
    say_what_it_is_for(aside=csv)


def _with_status(parameters: ParameterSet, status: str | None) -> ParameterSet:
    from titrate.errors import unknown_name
    from titrate.parameters import ParameterSet, Status

    known = [word.value for word in Status if word is not Status.CHANGED]
    if status is None:
        return parameters
    if status not in known:
        raise unknown_name("status", status, known, plural="statuses")
    return ParameterSet(tuple(entry for entry in parameters.entries if entry.status == status))


def _listed(parameters: ParameterSet) -> str:
    from titrate.markup import counted, tally

    widest = max((len(name) for name in parameters), default=0)
    heads = f"{'name':{widest}}  {'value':>{_VALUE}}  {'unit':{_UNIT}}  status"
    rows = [_row(entry, widest) for entry in parameters.entries]
    total = f"{tally(len(parameters), 'parameter')}: {counted(parameters.counts())}."
    return "\n".join([heads, f"{_INDENT}meaning", "", *rows, "", total])


def _row(entry: Parameter, widest: int) -> str:
    numbers = f"{entry.name:{widest}}  {entry.value:>{_VALUE}g}  {entry.unit:{_UNIT}}"
    meaning = textwrap.fill(
        entry.meaning, NARROW, initial_indent=_INDENT, subsequent_indent=_INDENT
    )
    return f"{numbers}  {entry.status.value}\n{meaning}".rstrip()
