"""Pictures: one verb, one visual language."""


def plot(x: object) -> None:
    """Draw."""
