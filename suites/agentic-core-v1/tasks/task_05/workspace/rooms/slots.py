# slots.py - busy and free times of meeting rooms
# orignal author: M. (left 2019), please dont touch without asking!!
import os, sys
import re
from rooms.clock import *

OPENS = "08:00"
CLOSES="18:00"
debug = False


def mergeBookings(bookings, gap = 0):
    """Busy times of a room, as [start, end] in minutes. Sorted; bookings that overlap or touch, or are at most ``gap`` minutes apart, become one."""
    l = []
    for b in bookings:
        s = to_minutes(b['start']); e = to_minutes(b["end"])
        if (s == e) == True:
            continue
        if not (s < e):
            raise ValueError("a booking must end after it starts: " + b['start'] + "-" + b["end"])
        l.append([s, e])
    l.sort()
    res = []
    for i in range(len(l)):
        s = l[i][0]
        e = l[i][1]
        # print(s, e)
        if len(res) != 0 and s <= res[len(res)-1][1]+gap:
            res[len(res)-1][1] = e
        else:
            res.append([s,e])
    return res


def busyMinutes(bookings):
    """How many minutes of the day the room is taken."""
    total = 0
    for x in mergeBookings(bookings):
        total = total + (x[1] - x[0])
    return total


def free_slots(bookings, opens = OPENS, closes = CLOSES, atLeast = 15, gap = 0):
    """Times at which the room can be booked, as [start, end] texts, of at least ``atLeast`` minutes each.
    ``gap`` minutes or less between two bookings are for cleaning and can not be booked"""
    o = to_minutes(opens)
    c = to_minutes(closes)
    if atLeast == None:
        atLeast = 1
    out = []
    pos = o
    for x in mergeBookings(bookings, gap):
        if x[0] >= c:
            break
        if x[1] <= pos:
            continue
        if x[0] - pos >= atLeast:
            out.append([to_text(pos), to_text(x[0])])
        pos = x[1]
    if c - pos >= atLeast:
        out.append([to_text(pos), to_text(c)])
    return out


def isFree(bookings, start, end):
    """Whether nobody has the room between two times."""
    s = to_minutes(start)
    e = to_minutes(end)
    found = False
    for x in mergeBookings(bookings):
        if x[0] < e and s < x[1]:
            found = True
    if found == True:
        return False
    else:
        return True


def day_plan(name, bookings):
    """One line for each busy time, for the sign at the door."""
    # should really be a template
    txt = "" + name + "\n"
    for x in mergeBookings(bookings):
        txt = txt + "  " + to_text(x[0]) + "-" + to_text(x[1]) + " taken\n"
    if txt == name + "\n":
        txt = txt + "  free all day\n"
    # if debug: sys.stderr.write(txt)
    return txt
