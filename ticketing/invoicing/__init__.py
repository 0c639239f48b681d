"""Papers about money: who issues them and for whom, numbers without gaps, documents that never change once issued."""
