"""议案建议."""

from motions.admin import agenda, deadlines, motions, opinions, parts

__all__ = ["agenda", "deadlines", "motions", "opinions", "parts"]
