"""How somebody comes in, and what stops others: links, devices, brakes, PINs, passwords."""
