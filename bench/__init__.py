"""Measurements that anyone can run; each prints its figures beside a floor of the same run."""
