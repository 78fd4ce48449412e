package procedure

import (
	_ "embed"
	"slices"
	"strconv"
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

// working reports whether the date of a time, as its own location has it, is a
// working day: a make-up day is one, a holiday is none, and the rest is a matter
// of the weekday.
func (c Calendar) working(day time.Time) bool {
	date := day.Format(dateForm)
	switch {
	case slices.Contains(c.MakeupDays, date):
		return true
	case slices.Contains(c.Holidays, date):
		return false
	}
	return slices.Contains(c.Workdays, strings.ToLower(day.Weekday().String()[:3]))
}

// Due is the date of the nth working day behind a time: the last day on which
// something that may take n working days is in time. The day of the time itself does
// not count.
func (c Calendar) Due(from time.Time, n int) string {
	day := c.day(from)
	for range longest {
		if n <= 0 {
			break
		}
		day = day.AddDate(0, 0, 1)
		if c.working(day) {
			n--
		}
	}
	return day.Format(dateForm)
}

// WorkingDays counts the working days behind the day of one time up to the day of
// another: 0 for the same day, and for a later time that comes first.
func (c Calendar) WorkingDays(from, to time.Time) int {
	n := 0
	last := c.day(to)
	for day := c.day(from); day.Before(last); {
		if day = day.AddDate(0, 0, 1); c.working(day) {
			n++
		}
	}
	return n
}

// Date is the date of a time in the organisation's zone, YYYY-MM-DD.
func (c Calendar) Date(at time.Time) string { return at.In(c.Zone()).Format(dateForm) }

// day is the date of a time in the organisation's zone, as a day that is as long as
// every other: where clocks are changed, a date may have no midnight.
func (c Calendar) day(at time.Time) time.Time {
	y, m, d := at.In(c.Zone()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// lists reports whether the calendar says which days of a year are off or worked in
// exchange.
func (c Calendar) lists(year string) bool {
	return slices.ContainsFunc(slices.Concat(c.Holidays, c.MakeupDays), func(date string) bool {
		return strings.HasPrefix(date, year+"-")
	})
}

// Unlisted are the years from one date to another that the calendar should list and
// does not: those of an organisation that lists other years, or for whose zone
// Holidays knows them. One that lists no day at all, elsewhere, has none to list.
func (c Calendar) Unlisted(from, to string) []string {
	if len(c.Holidays) == 0 && !c.Chinese() {
		return nil
	}
	var years []string
	first, err := time.Parse(dateForm, from)
	last, unread := time.Parse(dateForm, to)
	if err != nil || unread != nil {
		return nil
	}
	for year := first.Year(); year <= last.Year() && len(years) < longestSpan; year++ {
		if name := strconv.Itoa(year); !c.lists(name) {
			years = append(years, name)
		}
	}
	return years
}

// longestSpan is the most years that are named as missing.
const longestSpan = 10

// Chinese reports whether the time zone is one of mainland China.
func (c Calendar) Chinese() bool {
	return slices.Contains([]string{"Asia/Shanghai", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "Asia/Urumqi", "Asia/Kashgar", "PRC"}, c.TimeZone)
}

//go:embed holidays/cn.yaml
var holidaysYAML string

// Holidays are the published holidays of mainland China, as the bytes of a file that
// Years reads. Each call gives a copy.
func Holidays() []byte { return []byte(holidaysYAML) }

// Years are public holidays as they were announced.
type Years struct {
	Schema  int    `yaml:"schema"`
	Country string `yaml:"country"` // ISO 3166
	Years   []Year `yaml:"years"`
}

// Year is one year's holidays and the days worked in exchange, with the number and
// date of the notice that announced them.
type Year struct {
	Year        int      `yaml:"year" json:"year"`
	Source      string   `yaml:"source" json:"source"`
	PublishedOn string   `yaml:"published_on" json:"published_on"`
	Holidays    []string `yaml:"holidays" json:"holidays"`
	MakeupDays  []string `yaml:"makeup_days" json:"makeup_days"`
}
