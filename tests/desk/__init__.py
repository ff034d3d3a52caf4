"""The front desk: guard, keys, workers, choosing, forms, pages, and real browsers."""
