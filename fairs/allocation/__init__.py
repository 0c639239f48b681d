"""Allocating stalls: the engine, its plans and its reasons."""
