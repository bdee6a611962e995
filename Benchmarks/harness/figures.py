"""Medians, spreads and ratios of samples, and how they are written."""

import statistics


def values(group, contender, key):
    """What a contender's samples say under a key."""
    samples = (group or {}).get("contenders", {}).get(contender, [])
    return [sample[key] for sample in samples if sample.get(key) is not None]


def median(group, contender, key):
    found = values(group, contender, key)
    return statistics.median(found) if found else None


def ratio(group, contender, other, key):
    """Median over median; nothing where either is missing."""
    return divided(median(group, contender, key), median(group, other, key))


def divided(a, b):
    return a / b if a is not None and b else None


def find(data, **setting):
    """The first group whose setting has these entries."""
    for group in (data or {}).get("groups", []):
        if all(group["setting"].get(key) == value for key, value in setting.items()):
            return group
    return None


def number(value):
    """Three digits or more, thousands set apart."""
    if value is None:
        return ""
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.1 or size == 0 else f"{value:.3g}"


def spread(group, contender, key, scale=1.0):
    """median (min–max)."""
    found = [value * scale for value in values(group, contender, key)]
    if not found:
        error = (group or {}).get("errors", {}).get(contender)
        return "failed" if error else ""
    middle = number(statistics.median(found))
    return middle if len(found) == 1 else f"{middle} ({number(min(found))}–{number(max(found))})"


def times(value):
    """A ratio with its sign."""
    return "" if value is None else f"{number(value)}×"


def megabytes(value):
    return "" if value is None else f"{number(value / 1e6)} MB"


def table(header, rows):
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "|".join("---" for _ in header) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)
