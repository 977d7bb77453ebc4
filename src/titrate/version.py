"""The version of titrate that is installed."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("titrate-sim")
except PackageNotFoundError:
    __version__ = "0+unknown"  # read from a folder, without being installed
