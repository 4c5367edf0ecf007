"""Backup and restore. docs/architecture.md says what an archive holds, and why it is so.

place        where a site keeps what it knows; what it keeps it in
sqlite, postgresql   a consistent copy of a database, and a database made of one
tables       how many rows a table has, and their digest
uploads      photos, scans and workbooks: those that are there, and those that rows name
folder       the folder of archives: names, temporary names, the lock
store        each photo once, by its SHA-256
manifest     what an archive says of itself, and whether that can be true
archive      what is in an archive; whether it is whole
putting      what a restore puts into a place, and takes back where it fails
keeping      which archives stay
making, copying, restoring, proving, upgrading     what commands call
    words        progress, and Refusal: a sentence that says what cannot be done
    state        the last backup and the last proof, for whoever asks
"""
