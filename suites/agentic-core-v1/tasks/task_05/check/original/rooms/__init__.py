"""Busy and free times of meeting rooms."""

from rooms.slots import busyMinutes, day_plan, free_slots, isFree, mergeBookings

__all__ = ["busyMinutes", "day_plan", "free_slots", "isFree", "mergeBookings"]
