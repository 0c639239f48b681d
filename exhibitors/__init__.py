"""The makers: their profiles, papers and works."""
