"""The command line, ready to be called."""

import pytest

from tests.cli.running import CommandLine


@pytest.fixture
def titrate(monkeypatch, capsys) -> CommandLine:
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.setenv("COLUMNS", "80")
    return CommandLine(monkeypatch, capsys)
