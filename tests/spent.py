"""CPU seconds that tests take, by file: child processes that have ended are counted, and so are fixtures."""

import os
from collections import Counter
from collections.abc import Generator

import pytest

MOST = 15
_told = [0.0]


def _seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put on each report what was spent since the one before: the first of a process holds its imports too."""
    report = yield
    report.user_properties = [*report.user_properties, ("cpu seconds", _seconds() - _told[0])]
    _told[0] = _seconds()
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the seconds of all files together, and of those that take most."""
    files: Counter[str] = Counter()
    for report in (each for reports in terminalreporter.stats.values() for each in reports):
        if isinstance(report, pytest.TestReport):
            spent = [value for name, value in report.user_properties if name == "cpu seconds"]
            files[report.nodeid.partition("::")[0]] += spent[-1] if spent else 0
    if sum(files.values()) >= 1:
        terminalreporter.section("CPU seconds by file")
        lines = [f"{seconds:8.1f}  {name}" for name, seconds in files.most_common(MOST)]
        left = sum(files.values()) - sum(seconds for _, seconds in files.most_common(MOST))
        lines.append(f"{left:8.1f}  {max(len(files) - MOST, 0)} other files")
        terminalreporter.write("\n".join([*lines, f"{sum(files.values()):8.1f}  together"]) + "\n")
