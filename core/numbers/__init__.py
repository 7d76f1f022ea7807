"""Numerals and quantities: where they stand in a line, what they are worth, how they are bounded.

Arabic and Chinese numerals, 万/亿, fractions, 成, 折, ranges and the qualifiers that touch a quantity (近, 超过,
以上, 左右). `quantities` finds them in running text, `parse` reads one that stands alone. Values are Decimal.
What is a fact and what is not is decided in core.extraction.
"""

from core.numbers.alone import line_quantities, parse
from core.numbers.quantity import Quantity, unit_table
from core.numbers.scanning import quantities
from core.numerals import chinese_value

__all__ = ["Quantity", "chinese_value", "line_quantities", "parse", "quantities", "unit_table"]
