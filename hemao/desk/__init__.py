"""The office's desk: where its ledgers stand, and to which tab a page belongs."""
