package procedure

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func shanghai() Calendar {
	return Calendar{
		TimeZone: "Asia/Shanghai", Workdays: []string{"mon", "tue", "wed", "thu", "fri"},
		Holidays: []string{"2026-05-01", "2026-05-04", "2026-05-05"}, MakeupDays: []string{"2026-05-09"},
	}
}

func TestDueCountsWorkingDays(t *testing.T) {
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
			if got := shanghai().Due(from, tt.days); got != tt.want {
				t.Errorf("Due(%s, %d) = %s, want %s", tt.from, tt.days, got, tt.want)
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
		if got := shanghai().working(day); got != want {
			t.Errorf("working(%s) = %t, want %t", date, got, want)
		}
	}
}

// TestDueEnds: a calendar without a working day gives some day all the same.
func TestDueEnds(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	if got := (Calendar{TimeZone: "Nowhere/Land"}).Due(from, 5); got <= "2026-03-02" {
		t.Errorf("Due = %s, want a later day", got)
	}
}

// TestDueHolds: a due date is a working day, a later request is never due earlier, and
// whoever needs no more working days than n is in time; wherever clocks are changed,
// and where that leaves a date without its midnight.
func TestDueHolds(t *testing.T) {
	t.Parallel()
	zones := []string{"Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		c := Calendar{TimeZone: rapid.SampledFrom(zones).Draw(t, "zone"), Workdays: []string{"mon", "tue", "wed", "thu", "fri"}}
		base := time.Unix(rapid.Int64Range(1_000_000_000, 1_800_000_000).Draw(t, "base"), 0)
		date := rapid.Custom(func(t *rapid.T) string {
			return base.AddDate(0, 0, rapid.IntRange(-5, 60).Draw(t, "day")).UTC().Format(dateForm)
		})
		c.Holidays = rapid.SliceOfN(date, 0, 20).Draw(t, "holidays")
		c.MakeupDays = rapid.SliceOfN(date, 0, 5).Draw(t, "makeup")
		n := rapid.IntRange(1, 15).Draw(t, "n")
		due := c.Due(base, n)
		if day, err := time.Parse(dateForm, due); err != nil || !c.working(day) {
			t.Fatalf("due on %s, which is no working day (%v)", due, err)
		}
		if due <= c.Date(base) {
			t.Fatalf("due on %s, asked on %s", due, c.Date(base))
		}
		later := base.Add(time.Duration(rapid.Int64Range(0, 40*24*3600).Draw(t, "later")) * time.Second)
		if got := c.Due(later, n); got < due {
			t.Fatalf("asked later and due earlier: %s before %s", got, due)
		}
		if took := c.WorkingDays(base, later); c.Date(later) <= due && took > n || c.Date(later) > due && took < n {
			t.Fatalf("%d working days to %s, due after %d on %s", took, c.Date(later), n, due)
		}
	})
}

// TestDueWithoutMidnight: clocks in São Paulo went from 23:59 on 3 November 2018 to
// 01:00 on the 4th.
func TestDueWithoutMidnight(t *testing.T) {
	t.Parallel()
	c := Calendar{TimeZone: "America/Sao_Paulo", Workdays: []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}}
	from := time.Date(2018, 11, 3, 15, 0, 0, 0, time.UTC)
	for n, want := range []string{"2018-11-03", "2018-11-04", "2018-11-05"} {
		if got := c.Due(from, n); got != want {
			t.Errorf("Due(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestUnlisted(t *testing.T) {
	t.Parallel()
	berlin := Calendar{TimeZone: "Europe/Berlin"}
	dated := Calendar{TimeZone: "Europe/Berlin", Holidays: []string{"2026-12-25"}}
	for _, tt := range []struct {
		name     string
		calendar Calendar
		want     []string
	}{
		{"listed", shanghai(), []string{"2027"}},
		{"nothing listed in China", Calendar{TimeZone: "Asia/Shanghai"}, []string{"2026", "2027"}},
		{"nothing listed elsewhere", berlin, nil},
		{"something listed elsewhere", dated, []string{"2027"}},
	} {
		if got := tt.calendar.Unlisted("2026-12-28", "2027-01-04"); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
