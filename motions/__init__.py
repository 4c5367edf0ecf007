"""议案 and 建议: their life, who handles them, their supervision, their papers."""
