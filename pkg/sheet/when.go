package sheet

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"time"
)

// date is a day, written YYYY-MM-DD. A spreadsheet makes a number of what is typed as
// a date: the days since the end of 1899.
type date struct{ plain }

var spokenDate = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$`)

// dayFirst is a date as others write it. Which is the month, only a number above twelve
// tells, or two that are the same.
var dayFirst = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$`)

func (d date) read(in languages, s string, before any) (any, error) {
	s = narrow(s)
	if n, err := strconv.Atoi(s); err == nil && n > 20_000 && n < 100_000 {
		return time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), nil
	}
	if m := spokenDate.FindStringSubmatch(s); m != nil {
		month, _ := strconv.Atoi(m[2])
		day, _ := strconv.Atoi(m[3])
		return fmt.Sprintf("%s-%02d-%02d", m[1], month, day), nil
	}
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		day, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		if month > 12 {
			day, month = month, day
		}
		if day > 12 || day == month {
			return fmt.Sprintf("%s-%02d-%02d", m[3], month, day), nil
		}
	}
	return d.plain.read(in, s, before) // the schema says what is wrong with it
}

// hour is a time of day, written HH:MM. A spreadsheet makes a part of a day of it.
type hour struct{ plain }

var spokenHour = regexp.MustCompile(`^(\d)([:：]\d\d)$`)

func (h hour) read(in languages, s string, before any) (any, error) {
	s = narrow(s)
	const minutes = 24 * 60
	if f, err := strconv.ParseFloat(s, 64); err == nil && f >= 0 && f <= 1 {
		m := int(math.Round(f * minutes))
		return fmt.Sprintf("%02d:%02d", m/60, m%60), nil
	}
	if m := spokenHour.FindStringSubmatch(s); m != nil {
		s = "0" + m[1] + ":" + m[2][len(m[2])-2:]
	}
	return h.plain.read(in, s, before)
}
