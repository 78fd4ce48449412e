package catalogue

import "testing"

func TestHoursCover(t *testing.T) {
	night := Hours{Days: List[Weekday]{"sun"}, From: "22:00", To: "06:00"}
	for _, c := range []struct {
		name           string
		offered, asked Hours
		want           bool
	}{
		{"round the clock covers office hours", Hours{Preset: "7x24"}, Hours{Preset: "5x8"}, true},
		{"not the reverse", Hours{Preset: "5x8"}, Hours{Preset: "7x24"}, false},
		{"long days cover short ones", Hours{Preset: "5x12"}, Hours{Preset: "5x8"}, true},
		{"but not Saturday", Hours{Preset: "5x12"}, Hours{Preset: "6x8"}, false},
		{"7x12 covers 6x8", Hours{Preset: "7x12"}, Hours{Preset: "6x8"}, true},
		{"holidays are their own dimension", Hours{Preset: "5x8"}, Hours{Preset: "5x8", Holidays: HolidaysIncluded}, false},
		{"7x24 includes holidays", Hours{Preset: "7x24"}, Hours{Preset: "5x8", Holidays: HolidaysIncluded}, true},
		{"unless it says otherwise", Hours{Preset: "7x24", Holidays: HolidaysExcluded}, Hours{Preset: "7x24"}, false},
		{"custom as a preset", Hours{Preset: "5x8"}, Hours{Preset: "custom", Days: List[Weekday]{"fri"}, From: "09:00", To: "18:00"}, true},
		{"custom one minute more", Hours{Preset: "5x8"}, Hours{Days: List[Weekday]{"fri"}, From: "08:59", To: "18:00"}, false},
		{"Sunday night reaches Monday", night, Hours{Days: List[Weekday]{"mon"}, From: "00:00", To: "06:00"}, true},
		{"and no further", night, Hours{Days: List[Weekday]{"mon"}, From: "05:00", To: "07:00"}, false},
		{"a preset narrowed", Hours{Preset: "7x24", To: "12:00"}, Hours{Preset: "5x8"}, false},
		{"until midnight", Hours{Preset: "7x24"}, Hours{Days: List[Weekday]{"mon"}, From: "00:00", To: "24:00"}, true},
		{"in an unsaid time zone", Hours{Preset: "5x12"}, Hours{Preset: "5x8", TZ: "Asia/Shanghai"}, true},
		{"in another time zone", Hours{Preset: "5x12", TZ: "Europe/Berlin"}, Hours{Preset: "5x8", TZ: "Asia/Shanghai"}, false},
		{"round the clock everywhere", Hours{Preset: "7x24", TZ: "Europe/Berlin"}, Hours{Preset: "5x8", TZ: "Asia/Shanghai"}, true},
		{"unknown offer", Hours{Preset: "custom"}, Hours{Preset: "5x8"}, false},
		{"unknown preset", Hours{Preset: "9x9"}, Hours{Preset: "5x8"}, false},
		{"unknown day", Hours{Days: List[Weekday]{"foo"}, From: "09:00", To: "18:00"}, Hours{Preset: "5x8"}, false},
		{"unreadable time", Hours{Preset: "5x8", From: "9:00"}, Hours{Preset: "5x8"}, false},
	} {
		if got := c.offered.covers(c.asked); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestHoursNotation(t *testing.T) {
	for _, c := range []struct {
		hours Hours
		want  string
	}{
		{Hours{Preset: "7x24"}, "7x24"},
		{Hours{Preset: "7x24", Holidays: HolidaysExcluded}, "7x24 holidays excluded"},
		{Hours{Preset: "custom", Days: List[Weekday]{"mon", "tue"}, From: "08:30", To: "17:30", TZ: "Asia/Shanghai"}, "mon,tue 08:30-17:30 Asia/Shanghai"},
	} {
		if got := c.hours.String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestFrequenciesInOrder(t *testing.T) {
	order := []Frequency{
		{Unit: "year"},
		{Unit: "half_year"},
		{Unit: "quarter"},
		{Unit: "month"},
		{Unit: "month", Times: 2},
		{Unit: "two_weeks"},
		{Unit: "month", Times: 4},
		{Unit: "week"},
		{Unit: "week", Times: 3},
		{Unit: "day"},
		{Unit: "day", Times: 24},
		{Unit: "continuous"},
	}
	for i, a := range order {
		for j, b := range order {
			got, ok := a.compare(b)
			if want := sign(i - j); !ok || got != want {
				t.Errorf("%s to %s: got %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestFrequenciesOutOfOrder(t *testing.T) {
	for _, c := range []struct {
		a, b Frequency
		want int
		ok   bool
	}{
		{Frequency{Unit: "on_demand"}, Frequency{Unit: "continuous"}, 0, false},
		{Frequency{Unit: "per_event"}, Frequency{Unit: "once"}, 0, false},
		{Frequency{Unit: "once"}, Frequency{Unit: "once", Times: 1}, 0, true},
		{Frequency{Unit: "once", Times: 2}, Frequency{Unit: "once"}, 1, true},
		{Frequency{Unit: "half_year", Times: 2}, Frequency{Unit: "year", Times: 4}, 0, true},
		{Frequency{Unit: "quarter", Times: 3}, Frequency{Unit: "month"}, 0, true},
	} {
		if got, ok := c.a.compare(c.b); got != c.want || ok != c.ok {
			t.Errorf("%s to %s: got %d, %v", c.a, c.b, got, ok)
		}
	}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
