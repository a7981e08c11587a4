import unittest

from rooms import busyMinutes, day_plan, free_slots, isFree, mergeBookings


def booked(*times):
    return [dict(zip(("start", "end"), time.split("-"))) for time in times]


class SlotTests(unittest.TestCase):
    def test_an_empty_room_is_free_all_day(self):
        self.assertEqual(free_slots([]), [["08:00", "18:00"]])

    def test_bookings_that_touch_become_one(self):
        self.assertEqual(mergeBookings(booked("10:00-11:00", "09:00-10:00")), [[540, 660]])

    def test_a_short_gap_is_not_offered(self):
        self.assertEqual(free_slots(booked("08:00-12:00", "12:20-18:00"), gap=20), [])

    def test_nothing_is_offered_while_a_long_booking_runs(self):
        day = booked("09:00-12:00", "09:30-10:00", "15:00-16:00")
        self.assertEqual(free_slots(day), [["08:00", "09:00"], ["12:00", "15:00"], ["16:00", "18:00"]])

    def test_minutes_are_counted_once(self):
        self.assertEqual(busyMinutes(booked("09:00-10:00", "09:30-10:30")), 90)

    def test_a_booking_blocks_its_own_time_only(self):
        day = booked("09:00-10:00")
        self.assertEqual([isFree(day, "08:00", "09:00"), isFree(day, "09:59", "11:00")], [True, False])

    def test_the_door_sign(self):
        self.assertEqual(day_plan("Birch", booked("13:00-14:30")), "Birch\n  13:00-14:30 taken\n")
        self.assertEqual(day_plan("Birch", []), "Birch\n  free all day\n")
