"""Deputies and their mandates, the households they keep in touch with, visits, opinions."""
