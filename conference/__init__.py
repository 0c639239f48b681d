"""Trainings, workshops and the conference: proposals, programme, presence and certificates."""
