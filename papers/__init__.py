"""Paper and files: official documents in Word, workbooks, photos, scans. No models."""
