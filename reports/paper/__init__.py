"""What takes a report away: Word and PDF."""
