package procedure

import (
	"testing"
	"time"
)

func shanghai() Calendar {
	return Calendar{
		TimeZone: "Asia/Shanghai", Workdays: []string{"mon", "tue", "wed", "thu", "fri"},
		Holidays: []string{"2026-05-01", "2026-05-04", "2026-05-05"}, MakeupDays: []string{"2026-05-09"},
	}
}

func TestDeadlineCountsWorkingDays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, from string
		days       int
		want       string
	}{
		{"within a week", "2026-03-02T09:00:00+08:00", 4, "2026-03-06"},
		{"over a weekend", "2026-03-02T09:00:00+08:00", 5, "2026-03-09"},
		{"from a Saturday", "2026-03-07T09:00:00+08:00", 1, "2026-03-09"},
		{"over holidays and a make-up day", "2026-04-30T09:00:00+08:00", 4, "2026-05-09"},
		{"the organisation's date counts", "2026-03-02T23:30:00Z", 1, "2026-03-04"},
		{"no days", "2026-03-02T09:00:00+08:00", 0, "2026-03-02"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			from, err := time.Parse(time.RFC3339, tt.from)
			if err != nil {
				t.Fatal(err)
			}
			if got := shanghai().Deadline(from, tt.days).Format(dateForm); got != tt.want {
				t.Errorf("Deadline(%s, %d) = %s, want %s", tt.from, tt.days, got, tt.want)
			}
		})
	}
}

func TestWorking(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]bool{
		"2026-05-06": true, "2026-05-04": false, "2026-05-09": true, "2026-05-10": false,
	} {
		day, err := time.Parse(dateForm, date)
		if err != nil {
			t.Fatal(err)
		}
		if got := shanghai().Working(day); got != want {
			t.Errorf("Working(%s) = %t, want %t", date, got, want)
		}
	}
}

// TestDeadlineEnds: a calendar without a working day gives some day all the same.
func TestDeadlineEnds(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	if got := (Calendar{TimeZone: "Nowhere/Land"}).Deadline(from, 5); !got.After(from) {
		t.Errorf("Deadline = %s, want a later day", got)
	}
}
