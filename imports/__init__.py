"""从表格导入: the tables of an office are read in, judged, mended, stored whole, and taken back."""
