"""议案建议."""

from motions.admin import agenda, motions, parts, result_classes

__all__ = ["agenda", "motions", "parts", "result_classes"]
