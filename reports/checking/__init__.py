"""数据核对: what the records of a year still lack."""
