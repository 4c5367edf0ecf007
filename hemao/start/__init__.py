"""开始使用: from an empty ledger to the first report, step by step."""
