"""Reads a calendar from standard input with the library icalendar, and prints what a subscriber would be shown, as JSON."""

import json
import sys
from datetime import timezone

import icalendar

calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
errors = [str(error) for part in calendar.walk() for error in part.errors]
zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}


def instant(property):
    """The instant of a time; by the zone that the calendar itself defines, not by the one that the machine knows by that name."""
    zone = property.params.get("TZID")
    time = property.dt.replace(tzinfo=zones[zone]) if zone else property.dt
    return time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


events = [
    {
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "summary": str(event["SUMMARY"]),
        "description": str(event.get("DESCRIPTION", "")),
        "location": str(event.get("LOCATION", "")),
        "status": str(event["STATUS"]),
        "start": instant(event["DTSTART"]),
        "end": instant(event["DTEND"]),
        "hour": event["DTSTART"].dt.strftime("%H:%M"),
        "modified": event["LAST-MODIFIED"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    for event in calendar.walk("VEVENT")
]
print(json.dumps({"errors": errors, "zones": sorted(zones), "events": events}))
