"""What a phone needs where there is no network (docs/decisions.md)."""
