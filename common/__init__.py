"""The ground floor: a closed list of small things every room may use."""
