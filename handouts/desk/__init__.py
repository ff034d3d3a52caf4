"""The front desk: a page on this machine where staff choose, personalise, look at and print a handout."""
