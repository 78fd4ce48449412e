package catalogue

import (
	"cmp"
	"slices"
	"time"
)

// Preset is a usual pattern of service hours: 7x24, 7x12 (08:00–20:00), 6x8
// (Mon–Sat 09:00–18:00), 5x12 (Mon–Fri 08:00–20:00), 5x8 (Mon–Fri
// 09:00–18:00), or custom.
type Preset string

// Weekday is mon, tue, wed, thu, fri, sat or sun.
type Weekday string

// Holidays says whether the hours hold on public holidays: included or
// excluded. Unsaid, 7x24 and 7x12 include them and everything else does not.
type Holidays string

// The two answers about public holidays.
const (
	HolidaysIncluded Holidays = "included"
	HolidaysExcluded Holidays = "excluded"
)

// Hours is when the service is rendered (服务时间, §5.3). What is said beside a
// preset (days, from, to) replaces that part of it. A time "to" at or before
// "from" is on the next day. No time zone means that of the organisation.
type Hours struct {
	Preset   Preset        `yaml:"preset,omitempty"`
	Days     List[Weekday] `yaml:"days,omitempty"`
	From     string        `yaml:"from,omitempty"` // "HH:MM"
	To       string        `yaml:"to,omitempty"`   // "HH:MM", "24:00" allowed
	TZ       string        `yaml:"tz,omitempty"`   // IANA name
	Holidays Holidays      `yaml:"holidays,omitempty"`
	Note     Text          `yaml:"note,omitempty"`
}

var weekdays = []Weekday{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// pattern is what a preset stands for: the first so many days of the week.
type pattern struct {
	days     int
	from, to string
}

var patterns = map[Preset]pattern{
	"7x24": {7, "00:00", "24:00"},
	"7x12": {7, "08:00", "20:00"},
	"6x8":  {6, "09:00", "18:00"},
	"5x12": {5, "08:00", "20:00"},
	"5x8":  {5, "09:00", "18:00"},
}

// String is the notation "5x8" or "mon,tue 08:30-17:30", with what else is
// said about time zone and holidays.
func (h Hours) String() string {
	preset, clock, holidays := string(h.Preset), "", ""
	if preset == "custom" {
		preset = ""
	}
	if h.From != "" || h.To != "" {
		clock = h.From + "-" + h.To
	}
	if h.Holidays != "" {
		holidays = "holidays " + string(h.Holidays)
	}
	return spaced(preset, joined(h.Days, ","), clock, h.TZ, holidays)
}

// onHolidays reports whether the hours hold on public holidays.
func (h Hours) onHolidays() bool {
	if h.Holidays != "" {
		return h.Holidays == HolidaysIncluded
	}
	return h.Preset == "7x24" || h.Preset == "7x12"
}

const (
	dayMinutes  = 24 * 60
	weekMinutes = 7 * dayMinutes
)

// times is a set of minutes of the week, bit 0 being Monday 00:00.
type times [(weekMinutes + 63) / 64]uint64

// span resolves the preset: the days, the first minute and the length in
// minutes of each service day; false where the hours are not known.
func (h Hours) span() (days []Weekday, from, length int, ok bool) {
	p := patterns[h.Preset]
	days = weekdays[:p.days]
	if len(h.Days) > 0 {
		days = h.Days
	}
	from, okFrom := clockTime(cmp.Or(h.From, p.from))
	to, okTo := clockTime(cmp.Or(h.To, p.to))
	if !okFrom || !okTo || len(days) == 0 {
		return nil, 0, 0, false
	}
	length = to - from
	if length <= 0 {
		length += dayMinutes
	}
	return days, from, length, true
}

// times is the set of minutes of the week in which service is rendered.
func (h Hours) times() (times, bool) {
	var set times
	days, from, length, ok := h.span()
	for _, d := range days {
		at := slices.Index(weekdays, d)
		if at < 0 {
			return times{}, false
		}
		for m := range length {
			minute := (at*dayMinutes + from + m) % weekMinutes
			set[minute/64] |= 1 << (minute % 64)
		}
	}
	return set, ok
}

// contains reports whether every minute of u is one of t.
func (t times) contains(u times) bool {
	for i := range t {
		if u[i]&^t[i] != 0 {
			return false
		}
	}
	return true
}

// always reports whether there is service at every time of every day.
func (h Hours) always() bool {
	set, ok := h.times()
	full, _ := Hours{Preset: "7x24"}.times()
	return ok && set == full && h.onHolidays()
}

// serviceDay is the number of service minutes in a day of service; 0 where the
// hours are not known.
func (h *Hours) serviceDay() int {
	if h == nil {
		return 0
	}
	_, _, length, _ := h.span()
	return length
}

// within reports whether the times of h are all among those of g; false in the
// second place if they cannot be compared.
func (h Hours) within(g Hours) (bool, bool) {
	a, okA := h.times()
	b, okB := g.times()
	if !okA || !okB {
		return false, false
	}
	if g.always() {
		return true, true
	}
	if h.TZ != g.TZ && !h.always() {
		return false, false
	}
	return b.contains(a) && (g.onHolidays() || !h.onHolidays()), true
}

// clockTime reads "HH:MM" as minutes from midnight.
func clockTime(s string) (int, bool) {
	if s == "24:00" {
		return dayMinutes, true
	}
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err == nil && len(s) == len("15:04")
}
