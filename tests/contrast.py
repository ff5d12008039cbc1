"""The contrast of two colours as WCAG 2.2 reckons it."""


def contrast(colour: list[float], ground: list[float]) -> float:
    """Give the contrast ratio of WCAG 2.2 (1 to 21); a colour that lets the ground through is laid over it first."""
    alpha = colour[3] if len(colour) > 3 else 1
    laid = [part * alpha + below * (1 - alpha) for part, below in zip(colour, ground, strict=False)]
    light, dark = sorted((luminance(laid), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: list[float]) -> float:
    """Give the relative luminance (0 to 1) of a colour in sRGB, its parts from 0 to 255."""
    parts = [part / 255 for part in colour[:3]]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parts_of(written: str) -> list[float]:
    """Give the parts (0 to 255) of a colour written as '#0a4c83'."""
    return [float(int(written[at : at + 2], 16)) for at in (1, 3, 5)]
