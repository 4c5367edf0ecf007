"""议案建议."""

from motions.admin import agenda, motions, opinions, parts

__all__ = ["agenda", "motions", "opinions", "parts"]
