"""上级报表: tables of the county, filled with figures."""
