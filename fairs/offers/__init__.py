"""Offers: the stall a maker may have, until when, for how much; the waiting list; what the maker gets once it is paid."""
