package catalogue

import "math/big"

// Metric is what a Level measures: availability, response_time, onsite_time,
// resolution_time, fulfilment_time, backup_success_rate, rpo, rto,
// completion_rate, closure_rate, satisfaction, custom, or the organisation's own.
type Metric string

// Priority is P1 (most urgent) to P4.
type Priority string

// Op is how the measured value must stand to the promised one: <=, >= or ==.
type Op string

// Unit is percent, minute, hour, day or count.
type Unit string

// Window is the period over which is measured: week, month, quarter or year.
type Window string

// Clock is the time that counts: calendar 自然时间 or service_hours 服务时间. A
// level that names no clock runs on calendar time.
type Clock string

// ServiceHours is the Clock that stands still outside the hours of service.
const ServiceHours Clock = "service_hours"

// Level is one service level target (服务级别目标).
type Level struct {
	Metric   Metric   `yaml:"metric"`
	Name     Text     `yaml:"name,omitempty"`
	Priority Priority `yaml:"priority,omitempty"` // none: every priority
	Op       Op       `yaml:"op"`
	Value    Number   `yaml:"value"`
	Unit     Unit     `yaml:"unit"`
	Window   Window   `yaml:"window,omitempty"`
	Clock    Clock    `yaml:"clock,omitempty"`
}

// String is the notation "response_time P1 <= 30 minute calendar".
func (l Level) String() string {
	return spaced(
		string(l.Metric), every(l.Name), string(l.Priority), string(l.Op),
		l.Value.String(), string(l.Unit), string(l.Window), string(l.Clock),
	)
}

// onServiceHours reports whether only hours of service count.
func (l Level) onServiceHours() bool { return l.Clock == ServiceHours }

// sameMeasure reports whether two levels measure the same thing; the
// organisation's unnamed metrics ("custom") are told apart by their name.
func (l Level) sameMeasure(m Level) bool {
	if l.Metric != m.Metric {
		return false
	}
	return l.Metric != "custom" || sameItem(l.Name, m.Name)
}

// amount is the value in minutes for times, else as it stands. A day of
// service_hours is a day of service in the hours given. It is nil where that
// is not known or the value is no number.
func (l Level) amount(h *Hours) *big.Rat {
	value, ok := new(big.Rat).SetString(l.Value.String())
	if !ok {
		return nil
	}
	day := dayMinutes
	if l.onServiceHours() {
		day = h.serviceDay()
	}
	factor := 1
	switch l.Unit {
	case "hour":
		factor = 60
	case "day":
		factor = day
	}
	if factor == 0 {
		return nil
	}
	return value.Mul(value, big.NewRat(int64(factor), 1))
}

// isTime reports whether the unit is one of time.
func (u Unit) isTime() bool { return u == "minute" || u == "hour" || u == "day" }

// compare orders the values of two levels, each of an entry with the hours
// given: -1, 0 or 1; false where their units do not meet.
func (l Level) compare(h *Hours, m Level, g *Hours) (int, bool) {
	if l.Unit != m.Unit && (!l.Unit.isTime() || !m.Unit.isTime()) {
		return 0, false
	}
	if l.Unit == m.Unit { // no conversion, so no need to know the hours
		l.Unit, m.Unit = "", ""
	}
	a, b := l.amount(h), m.amount(g)
	if a == nil || b == nil {
		return 0, false
	}
	return a.Cmp(b), true
}
