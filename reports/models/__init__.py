"""What reports are made of: their words, what was closed, and what the ledger cannot count."""

from reports.models.editions import Edition
from reports.models.ledger import Baseline, Waiver
from reports.models.notices import PublicNotice
from reports.models.papers import PlanItem, Report, Section

__all__ = ["Baseline", "Edition", "PlanItem", "PublicNotice", "Report", "Section", "Waiver"]
