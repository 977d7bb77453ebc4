"""The options and arguments of the commands, each declared once: its type, its name, its help.

A command takes them as annotations, and says only which it has and what they are when left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_Number = float | None
_Word = str | None
_File = Path | None

# The drug.
DrugArgument = Annotated[str, typer.Argument(help="The drug's name.")]
DrugName = Annotated[_Word, typer.Argument(help="One drug; all of them if left out.")]
DrugOption = Annotated[str, typer.Option("--drug", help="The drug's name.")]
Preset = Annotated[_Word, typer.Option(help="Whose numbers; titrate drugs lists them.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter; may be repeated."),
]
Status = Annotated[_Word, typer.Option(help="Only these: published, derived or assumed.")]
AsCsv = Annotated[
    bool, typer.Option("--csv", help="Comma-separated, with sources, ranges and notes.")
]
OneNumber = Annotated[_Word, typer.Option("--number", help="Only about this number.")]
AsBibtex = Annotated[bool, typer.Option("--bibtex", help="As entries for a bibliography.")]

# The person.
Weight = Annotated[_Number, typer.Option(help="Body weight, kg.")]
Age = Annotated[_Number, typer.Option("--age-y", "--age", help="Age, years.")]
CreatinineClearance = Annotated[_Number, typer.Option(help="Kidneys, mL/min.")]
Origin = Annotated[_Word, typer.Option(help="spinal, cerebral or ms.")]
Ashworth = Annotated[_Number, typer.Option(help="Tone before treatment, 1 (normal) to 5.")]
Spasms = Annotated[_Number, typer.Option(help="Before treatment.")]
Contracture = Annotated[
    _Number, typer.Option(help="Share of the tone that no drug removes, 0 to 1.")
]

# What is given.
Route = Annotated[_Word, typer.Option(help="oral or pump; both, side by side, if left out.")]
EveryH = Annotated[_Number, typer.Option(help="Hours between tablets.")]
ReleaseOverH = Annotated[_Number, typer.Option(help="Extended release, h.")]
Days = Annotated[_Number, typer.Option(help="How long it is given, days.")]
Segment = Annotated[
    _Word,
    typer.Option(
        help="Where the catheter's tip lies: lumbar, thoracic, cervical, cisternal or cranial."
    ),
]
Adapted = Annotated[
    bool | None,
    typer.Option("--adapted/--naive", help="Long settled on each dose, or never treated."),
]

# The question.
Relief = Annotated[_Number, typer.Option(help="Relief in the legs, at least; 0 to 1.")]
AtMost = Annotated[_Number, typer.Option(help="At most; 0 to 1.")]
Low = Annotated[_Number, typer.Option(help="Search from: mg/day, or ug/day by pump.")]
High = Annotated[_Number, typer.Option(help="Search to.")]
Uncertainty = Annotated[
    int | None, typer.Option(metavar="SETS", help="Draw so many sets of the drug's numbers.")
]
Seed = Annotated[int | None, typer.Option(help="Of the draws.")]
UnusualDose = Annotated[
    bool, typer.Option("--unusual-dose", help="Let doses outside the model's domain pass.")
]

# Where the answer goes.
Picture = Annotated[_File, typer.Option(help="Draw into this png, svg or pdf.")]
CsvFile = Annotated[_File, typer.Option(help="Write every scanned dose there.")]
OwnFile = Annotated[_File, typer.Option("--file", help="A drug's file of your own: one page.")]
PagesFolder = Annotated[Path, typer.Option("--out", help="The folder; the drug gets its own.")]
