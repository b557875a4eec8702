"""iCalendar: when facilities are taken."""
