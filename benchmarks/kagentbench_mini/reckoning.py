"""The tools of KAgentBench-mini that reckon: nothing in them is looked up but units."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping

from benchmarks.kagentbench_mini import more_tables as more
from benchmarks.kagentbench_mini.lookups import answer
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, refuse
from engine.tools.tool import Tool, tool

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_WRITTEN = str.maketrans({"×": "*", "÷": "/", "（": "(", "）": ")", "－": "-", "＋": "+", ",": ""})
_LONGEST = 120
_MOST_EXPONENT = 64
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_MOST_ROMAN = 3999
_CELSIUS: Mapping[str, tuple[float, float]] = {
    "c": (1, 0),
    "f": (5 / 9, -160 / 9),
    "k": (1, -273.15),
}


def amount(value: float) -> str:
    """A number with at most four digits behind the point and no zeros at its end."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def convert_units(context: ToolContext, value: float, from_unit: str, to_unit: str) -> Observation:
    """Convert an amount from one unit of length, mass, volume, area, speed or temperature.

    Args:
    value: the amount
    from_unit: the unit that it is in, such as km, pounds or °C
    to_unit: the unit wanted
    """
    first, second = _unit(context, from_unit), _unit(context, to_unit)
    kinds = more.UNITS[first][0], more.UNITS[second][0]
    if kinds[0] != kinds[1]:
        refuse(
            context.language,
            f"convert_units: {from_unit} is a unit of {kinds[0]} and {to_unit} one of {kinds[1]}",
            f"convert_units：{from_unit}与{to_unit}不是同一类单位",
        )
    text = f"{amount(value)} {from_unit} = {amount(_converted(value, first, second))} {to_unit}"
    return answer(context, text, text)


def _unit(context: ToolContext, written: str) -> str:
    wanted = written.strip().lower()
    units = (u for u, (_, _, names) in more.UNITS.items() if wanted == u or wanted in names)
    found = next(units, "")
    if not found:
        refuse(
            context.language,
            f"convert_units: the unit {written!r} is not known; write km, pounds or °C, say",
            f"convert_units：不认识单位“{written}”；请写成km、磅或°C等",
        )
    return found


def _converted(value: float, first: str, second: str) -> float:
    if more.UNITS[first][0] != "temperature":
        return value * more.UNITS[first][1] / more.UNITS[second][1]
    factor, shift = _CELSIUS[first]
    celsius = value * factor + shift
    factor, shift = _CELSIUS[second]
    return (celsius - shift) / factor


def calculate(context: ToolContext, expression: str) -> Observation:
    """Work out an expression of numbers with + - * / // % ** and brackets.

    Args:
    expression: the expression, such as (12.5 + 3) * 4
    """
    written = expression.translate(_WRITTEN)
    try:
        if len(written) > _LONGEST:
            raise ValueError
        value = _value(ast.parse(written, mode="eval").body)
        shown = amount(value)
    except ZeroDivisionError:
        refuse(context.language, "calculate: division by zero", "calculate：除数为零")
    except (SyntaxError, ValueError, OverflowError, TypeError):
        refuse(
            context.language,
            f"calculate: {expression!r} is no expression of numbers",
            f"calculate：“{expression}”不是数字算式",
        )
    return answer(context, f"{expression} = {shown}", f"{expression} = {shown}")


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _value(inner)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            second = _value(right)
            if isinstance(op, ast.Pow) and abs(second) > _MOST_EXPONENT:
                raise ValueError
            return _OPERATORS[type(op)](_value(left), second)
    raise ValueError


def loan_payment(
    context: ToolContext, principal: float, annual_rate_percent: float, months: int
) -> Observation:
    """Work out the monthly payment of a loan with equal payments, and the interest in all.

    Args:
    principal: the amount borrowed
    annual_rate_percent: the interest a year, in percent
    months: the number of monthly payments
    """
    if principal <= 0 or months <= 0 or annual_rate_percent < 0:
        refuse(
            context.language,
            "loan_payment: principal and months must be above zero and the rate not below",
            "loan_payment：本金和月数须大于零，利率不能为负",
        )
    rate = annual_rate_percent / 1200
    monthly = principal / months if not rate else principal * rate / (1 - (1 + rate) ** -months)
    interest = monthly * months - principal
    return answer(
        context,
        f"{monthly:.2f} a month for {months} months; interest in all {interest:.2f}",
        f"每月还款{monthly:.2f}，共{months}个月；利息合计{interest:.2f}",
    )


def body_mass_index(context: ToolContext, weight_kg: float, height_cm: float) -> Observation:
    """Work out the body mass index of an adult, and what range it is in.

    Args:
    weight_kg: the weight in kilograms
    height_cm: the height in centimetres
    """
    if not (20 <= weight_kg <= 400 and 100 <= height_cm <= 250):
        refuse(
            context.language,
            "body_mass_index: the weight must be 20 to 400 kg and the height 100 to 250 cm",
            "body_mass_index：体重须为20至400公斤，身高须为100至250厘米",
        )
    index = weight_kg / (height_cm / 100) ** 2
    for limit, en, zh in _RANGES:
        if index < limit:
            return answer(
                context, f"BMI {index:.1f}: {en}", f"身体质量指数（BMI）{index:.1f}：{zh}"
            )
    raise AssertionError


_RANGES = (
    (18.5, "underweight", "偏瘦"),
    (25.0, "normal weight", "正常"),
    (30.0, "overweight", "超重"),
    (float("inf"), "obesity", "肥胖"),
)


def roman_numeral(context: ToolContext, number: str) -> Observation:
    """Turn a whole number from 1 to 3999 into Roman numerals, or back.

    Args:
    number: the number in digits, or in Roman numerals
    """
    written = number.strip().upper()
    if written.isascii() and written.isdigit():
        roman = _roman(int(written)) if 0 < int(written) <= _MOST_ROMAN else ""
    else:
        found = [n for n in range(1, _MOST_ROMAN + 1) if _roman(n) == written]
        roman = str(found[0]) if found else ""
    if not roman:
        refuse(
            context.language,
            f"roman_numeral: {number!r} is neither a number from 1 to 3999 nor a Roman numeral",
            f"roman_numeral：“{number}”既不是1至3999的整数，也不是罗马数字",
        )
    return answer(context, f"{written} = {roman}", f"{written} = {roman}")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def split_bill(context: ToolContext, total: float, people: int, tip_percent: float) -> Observation:
    """Share a bill evenly with a tip.

    Args:
    total: the bill without the tip
    people: the number of people
    tip_percent: the tip in percent, 0 for none
    """
    if total <= 0 or people <= 0 or tip_percent < 0:
        refuse(
            context.language,
            "split_bill: total and people must be above zero and the tip not below",
            "split_bill：总额和人数须大于零，小费不能为负",
        )
    whole = total * (1 + tip_percent / 100)
    return answer(
        context,
        f"{whole:.2f} in all with the tip, {whole / people:.2f} for each of {people}",
        f"含小费共{whole:.2f}，{people}人每人{whole / people:.2f}",
    )


def count_words(context: ToolContext, text: str) -> Observation:
    """Count the words and characters of a text; each Chinese character is a word.

    Args:
    text: the text
    """
    words = len(re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:['’-]\w+)*", text))
    characters = len(re.sub(r"\s", "", text))
    return answer(
        context,
        f"{words} words, {characters} characters without spaces",
        f"{words}个词（字），不计空格{characters}个字符",
    )


RECKONING_TOOLS: tuple[Tool, ...] = (
    tool(convert_units, en="Convert units", zh="换算单位", returns="the amount"),
    tool(calculate, en="Work out a sum", zh="计算算式", returns="the result"),
    tool(loan_payment, en="Work out a loan", zh="计算贷款月供", returns="payment and interest"),
    tool(body_mass_index, en="Work out the BMI", zh="计算体质指数", returns="index and range"),
    tool(roman_numeral, en="Convert Roman numerals", zh="换算罗马数字", returns="the number"),
    tool(split_bill, en="Share a bill", zh="分摊账单", returns="the share of each"),
    tool(count_words, en="Count words", zh="统计字数", returns="words and characters"),
)
