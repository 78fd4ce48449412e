package catalogue

import (
	"fmt"
	"math"
)

// Cadence is the unit of a Frequency: continuous, day, week, two_weeks, month,
// quarter, half_year and year are ordered; on_demand, per_event and once stand
// outside the order.
type Cadence string

// Frequency is how often the service is rendered (服务频度, §5.3).
type Frequency struct {
	Unit  Cadence `yaml:"unit"`
	Times int     `yaml:"times,omitempty"` // per unit; 0 means 1
	Note  Text    `yaml:"note,omitempty"`
}

// String is the notation "2 x month", or the unit alone.
func (f Frequency) String() string {
	if f.Times > 1 {
		return fmt.Sprintf("%d x %s", f.Times, f.Unit)
	}
	return string(f.Unit)
}

// rate is the number of times in 56 years, in which days (leap years included),
// weeks and months all come out whole; false for units outside the order.
func (f Frequency) rate() (float64, bool) {
	if f.Unit == "continuous" {
		return math.Inf(1), true
	}
	per, ok := map[Cadence]float64{
		"day": 20454, "week": 2922, "two_weeks": 1461,
		"month": 672, "quarter": 224, "half_year": 112, "year": 56,
	}[f.Unit]
	return per * float64(max(f.Times, 1)), ok
}

// compare orders two frequencies; false if that is for a person to judge.
func (f Frequency) compare(g Frequency) (int, bool) {
	a, ordered := f.rate()
	b, both := g.rate()
	if !ordered && f.Unit == g.Unit {
		a, b = float64(max(f.Times, 1)), float64(max(g.Times, 1))
		ordered, both = true, true
	}
	switch {
	case !ordered || !both:
		return 0, false
	case a < b:
		return -1, true
	case a > b:
		return 1, true
	}
	return 0, true
}
