"""What the service asks of the machine it runs on: files, their modes, its errors, its proxy."""
