"""What reports are made of: their words, what was closed, and what the ledger cannot count."""

from reports.models.county import CountyTable, TableVersion
from reports.models.editions import Edition, Rebase
from reports.models.ledger import Baseline, Waiver
from reports.models.notices import PublicNotice
from reports.models.reports import PlanItem, Report, Section

__all__ = [
    "Baseline",
    "CountyTable",
    "Edition",
    "PlanItem",
    "PublicNotice",
    "Rebase",
    "Report",
    "Section",
    "TableVersion",
    "Waiver",
]
