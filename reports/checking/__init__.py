"""数据核对: what the records of a year still lack. Importing this package registers all checks."""

from reports.checking import absences, checks, twins

__all__ = ["absences", "checks", "twins"]
