package procedure

import (
	"slices"
	"strings"
	"time"
)

// dateForm is how the records write a date.
const dateForm = "2006-01-02"

// longest is the most days that a deadline may lie ahead: a calendar without a
// working day must not keep anybody waiting for one.
const longest = 3660

// Zone is the organisation's time zone; UTC where it is not known.
func (c Calendar) Zone() *time.Location {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Working reports whether the date of a time, as its own location has it, is a
// working day: a make-up day is one, a holiday is none, and the rest is a matter
// of the weekday.
func (c Calendar) Working(day time.Time) bool {
	date := day.Format(dateForm)
	switch {
	case slices.Contains(c.MakeupDays, date):
		return true
	case slices.Contains(c.Holidays, date):
		return false
	}
	return slices.Contains(c.Workdays, strings.ToLower(day.Weekday().String()[:3]))
}

// Deadline is the start of the nth working day behind a time, in the
// organisation's zone: the last day on which something that may take n working
// days is in time. The day of the time itself does not count.
func (c Calendar) Deadline(from time.Time, n int) time.Time {
	y, m, d := from.In(c.Zone()).Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, c.Zone())
	for range longest {
		if n <= 0 {
			break
		}
		day = day.AddDate(0, 0, 1)
		if c.Working(day) {
			n--
		}
	}
	return day
}
