"""Times of day: text like 09:30 and minutes since midnight."""


def to_minutes(text):
    hours, minutes = text.split(":")
    value = int(hours) * 60 + int(minutes)
    if not 0 <= value <= 24 * 60 or int(minutes) > 59:
        raise ValueError("no time of day: " + text)
    return value


def to_text(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"
