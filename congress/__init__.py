"""What the congress does: meetings and sessions, activities, elections, bodies."""
