"""议案建议."""

from motions.admin import motions, parts

__all__ = ["motions", "parts"]
