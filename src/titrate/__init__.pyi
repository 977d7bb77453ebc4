from .errors import TitrateError as TitrateError

__all__ = ["TitrateError"]
