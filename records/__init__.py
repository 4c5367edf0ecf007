"""What every record stands on: voiding, keys of forms, the log of reads, lists, forms, exports."""
