"""Where reports are written and planned."""
