"""鹤毛人大: the internal ledger of a township people's congress."""
