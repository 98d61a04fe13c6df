"""Demonstration returns: real workbooks of a city that does not exist, calibrated to the public record."""

from data.demo.returns import DemoReturn, demonstration, filed_contents, number_of_returns

__all__ = ["DemoReturn", "demonstration", "filed_contents", "number_of_returns"]
