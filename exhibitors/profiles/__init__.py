"""Exhibitors: who they are, under which names, in which legal form, with which titles."""
