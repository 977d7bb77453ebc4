"""Colours as lightness, chroma and hue, so that greys, dark and print follow by rule.

CIELAB under D65 (CIE 15:2004), sRGB by IEC 61966-2-1.
"""

from __future__ import annotations

import numpy as np

from titrate.timecourse import Array

_XYZ_FROM_RGB = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _XYZ_FROM_RGB.sum(axis=1)
_BEND, _CUBE = 6 / 29, 3
_GAMMA, _OFFSET, _SLOPE, _KNEE = 2.4, 0.055, 12.92, 0.0031308
_LEVELS = 255
_HALVINGS = 20


def hex_of(lightness: float, chroma: float, hue_degrees: float) -> str:
    """Return the sRGB colour as ``#rrggbb``; chroma shrinks where a screen cannot show it.

    Parameters
    ----------
    lightness : float
        L* of CIELAB, 0 black to 100 white: what is left in a grey copy.
    chroma, hue_degrees : float
        Polar coordinates in the plane of a* and b*.
    """
    low, high = 0.0, 1.0
    if not _shown(lightness, chroma, hue_degrees):
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if _shown(lightness, chroma * middle, hue_degrees):
                low = middle
            else:
                high = middle
        high = low
    rgb = np.clip(_rgb(lightness, chroma * high, hue_degrees), 0, 1)
    return "#" + "".join(f"{round(float(part) * _LEVELS):02x}" for part in _encoded(rgb))


def lab_of(hex_colour: str) -> Array:
    """Return L*, a* and b* of ``#rrggbb``."""
    parts = [int(hex_colour[i : i + 2], 16) / _LEVELS for i in (1, 3, 5)]
    return lab_of_linear(_decoded(np.array(parts)))


def lab_of_linear(rgb: Array) -> Array:
    """Return L*, a* and b* of linear red, green and blue, each 0 to 1."""
    ratio = _XYZ_FROM_RGB @ rgb / _WHITE
    linear = ratio / (_CUBE * _BEND**2) + 4 / 29
    x, y, z = np.where(ratio > _BEND**_CUBE, np.cbrt(ratio), linear)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def linear_of(hex_colour: str) -> Array:
    """Return linear red, green and blue of ``#rrggbb``, each 0 to 1."""
    return _decoded(np.array([int(hex_colour[i : i + 2], 16) / _LEVELS for i in (1, 3, 5)]))


def _rgb(lightness: float, chroma: float, hue_degrees: float) -> Array:
    a, b = chroma * np.cos(np.radians(hue_degrees)), chroma * np.sin(np.radians(hue_degrees))
    y = (lightness + 16) / 116
    bent = np.array([y + a / 500, y, y - b / 200])
    straight = _CUBE * _BEND**2 * (bent - 4 / 29)
    xyz = np.where(bent > _BEND, bent**_CUBE, straight) * _WHITE
    return np.linalg.solve(_XYZ_FROM_RGB, xyz)


def _shown(lightness: float, chroma: float, hue_degrees: float) -> bool:
    rgb = _rgb(lightness, chroma, hue_degrees)
    return bool(np.all(rgb > -1e-6) and np.all(rgb < 1 + 1e-6))


def _encoded(rgb: Array) -> Array:
    curve = (1 + _OFFSET) * np.maximum(rgb, _KNEE) ** (1 / _GAMMA) - _OFFSET
    return np.where(rgb <= _KNEE, _SLOPE * rgb, curve)


def _decoded(rgb: Array) -> Array:
    curve = ((rgb + _OFFSET) / (1 + _OFFSET)) ** _GAMMA
    return np.where(rgb <= _KNEE * _SLOPE, rgb / _SLOPE, curve)
