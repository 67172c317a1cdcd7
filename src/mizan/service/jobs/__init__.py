"""Jobs: rows claimed with a lease. Enqueued in the transaction of the change that needs them."""
