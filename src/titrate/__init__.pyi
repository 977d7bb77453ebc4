from .dosing import (
    Regimen as Regimen,
)
from .dosing import (
    bolus as bolus,
)
from .dosing import (
    iv as iv,
)
from .dosing import (
    oral as oral,
)
from .dosing import (
    prescription as prescription,
)
from .dosing import (
    pump as pump,
)
from .dosing import (
    pump_schedule as pump_schedule,
)
from .dosing import (
    taper as taper,
)
from .errors import (
    TitrateError as TitrateError,
)
from .library import (
    drug_names as drug_names,
)
from .library import (
    load_drug as load_drug,
)
from .model import (
    DrugModel as DrugModel,
)
from .parameters import (
    Door as Door,
)
from .parameters import (
    Parameter as Parameter,
)
from .parameters import (
    ParameterSet as ParameterSet,
)
from .patients import (
    Patient as Patient,
)
from .patients import (
    Population as Population,
)
from .pd import (
    Adaptation as Adaptation,
)
from .pd import (
    Endpoint as Endpoint,
)
from .pd import (
    Hill as Hill,
)
from .pk import (
    CompartmentModel as CompartmentModel,
)
from .pk import (
    Delay as Delay,
)
from .pk import (
    Entry as Entry,
)
from .pk import (
    Flow as Flow,
)
from .pk import (
    Ode as Ode,
)
from .pk import (
    Saturable as Saturable,
)
from .pk import (
    Site as Site,
)
from .pk import (
    Steps as Steps,
)
from .pk import (
    accumulation as accumulation,
)
from .pk import (
    csf_chain as csf_chain,
)
from .pk import (
    fraction_in as fraction_in,
)
from .pk import (
    half_life_h as half_life_h,
)
from .pk import (
    half_lives_h as half_lives_h,
)
from .pk import (
    measures as measures,
)
from .pk import (
    one_compartment_iv as one_compartment_iv,
)
from .pk import (
    one_compartment_oral as one_compartment_oral,
)
from .pk import (
    solve as solve,
)
from .pk import (
    state_of as state_of,
)
from .pk import (
    steady_state as steady_state,
)
from .pk import (
    time_above_h as time_above_h,
)
from .pk import (
    two_compartment_iv as two_compartment_iv,
)
from .pk import (
    two_compartment_oral as two_compartment_oral,
)
from .pk import (
    with_transit as with_transit,
)
from .plotting import (
    alt_text as alt_text,
)
from .plotting import (
    plot as plot,
)
from .plotting import (
    save as save,
)
from .search import (
    Comparison as Comparison,
)
from .search import (
    DoseWindow as DoseWindow,
)
from .search import (
    Goals as Goals,
)
from .search import (
    compare as compare,
)
from .search import (
    find_window as find_window,
)
from .search import (
    vary as vary,
)
from .simulation import (
    Result as Result,
)
from .simulation import (
    simulate as simulate,
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
