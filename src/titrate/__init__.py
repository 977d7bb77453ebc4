"""The dose of baclofen that relieves spasticity without too much sedation or weakness.

For teaching and research, never for dosing a patient.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
