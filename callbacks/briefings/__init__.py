"""Briefings: printed, issued under a number, made for every unit at once. What prints needs no web."""
