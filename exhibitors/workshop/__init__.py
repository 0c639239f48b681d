"""One exhibitor as a whole, put together from all rooms and asked by none: the maker's home and the organiser's list."""
