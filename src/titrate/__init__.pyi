from .dosing import (
    Regimen as Regimen,
    bolus as bolus,
    iv as iv,
    oral as oral,
    prescription as prescription,
    pump as pump,
    pump_schedule as pump_schedule,
    taper as taper,
)
from .errors import (
    TitrateError as TitrateError,
)
from .library import (
    drug_names as drug_names,
    load_drug as load_drug,
)
from .model import (
    DrugModel as DrugModel,
)
from .parameters import (
    Door as Door,
    Parameter as Parameter,
    ParameterSet as ParameterSet,
)
from .patients import (
    Patient as Patient,
    Population as Population,
)
from .pd import (
    Adaptation as Adaptation,
    Endpoint as Endpoint,
    Hill as Hill,
)
from .pk import (
    CompartmentModel as CompartmentModel,
    Delay as Delay,
    Entry as Entry,
    Flow as Flow,
    Ode as Ode,
    Saturable as Saturable,
    Site as Site,
    Steps as Steps,
    accumulation as accumulation,
    csf_chain as csf_chain,
    fraction_in as fraction_in,
    half_life_h as half_life_h,
    half_lives_h as half_lives_h,
    measures as measures,
    one_compartment_iv as one_compartment_iv,
    one_compartment_oral as one_compartment_oral,
    simulate_event_table as simulate_event_table,
    solve as solve,
    state_of as state_of,
    steady_state as steady_state,
    time_above_h as time_above_h,
    two_compartment_iv as two_compartment_iv,
    two_compartment_oral as two_compartment_oral,
    with_transit as with_transit,
)
from .plotting import (
    alt_text as alt_text,
    plot as plot,
    save as save,
)
from .search import (
    Comparison as Comparison,
    DoseWindow as DoseWindow,
    Goals as Goals,
    compare as compare,
    find_window as find_window,
    vary as vary,
)
from .simulation import (
    Result as Result,
    simulate as simulate,
)
from .version import (
    __version__ as __version__,
)

__all__ = [
    "Adaptation",
    "Comparison",
    "CompartmentModel",
    "Delay",
    "Door",
    "DoseWindow",
    "DrugModel",
    "Endpoint",
    "Entry",
    "Flow",
    "Goals",
    "Hill",
    "Ode",
    "Parameter",
    "ParameterSet",
    "Patient",
    "Population",
    "Regimen",
    "Result",
    "Saturable",
    "Site",
    "Steps",
    "TitrateError",
    "__version__",
    "accumulation",
    "alt_text",
    "bolus",
    "compare",
    "csf_chain",
    "drug_names",
    "find_window",
    "fraction_in",
    "half_life_h",
    "half_lives_h",
    "iv",
    "load_drug",
    "measures",
    "one_compartment_iv",
    "one_compartment_oral",
    "oral",
    "plot",
    "prescription",
    "pump",
    "pump_schedule",
    "save",
    "simulate",
    "simulate_event_table",
    "solve",
    "state_of",
    "steady_state",
    "taper",
    "time_above_h",
    "two_compartment_iv",
    "two_compartment_oral",
    "vary",
    "with_transit",
]
