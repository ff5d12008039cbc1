"""Charts: each function takes the casebook and gives a Chart, with title, picture, sentence and table from one frame."""

from pilotbook.charts.chart import Chart
from pilotbook.charts.lessons import designs_behind_lessons
from pilotbook.charts.reach import differences_in_reach
from pilotbook.charts.results import published_results
from pilotbook.charts.temporary import temporary_accommodation

__all__ = ["Chart", "designs_behind_lessons", "differences_in_reach", "published_results", "temporary_accommodation"]
