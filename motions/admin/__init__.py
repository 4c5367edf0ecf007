"""议案建议."""

from motions.admin import agenda, motions, parts

__all__ = ["agenda", "motions", "parts"]
