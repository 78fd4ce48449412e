package records_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// TestHolidaysAreSound: each year says who announced it, its days are of that year and
// in order, and a day that is worked in exchange falls on a weekend and is no holiday.
func TestHolidaysAreSound(t *testing.T) {
	t.Parallel()
	var all procedure.Years
	if err := records.Decode("cn.yaml", procedure.Holidays(), &all); err != nil {
		t.Fatal(err)
	}
	want := map[int][2]int{2024: {28, 8}, 2025: {28, 5}, 2026: {33, 6}}
	if len(all.Years) != len(want) {
		t.Errorf("%d years, want %d", len(all.Years), len(want))
	}
	for _, y := range all.Years {
		if !regexp.MustCompile(`^国办发明电〔20\d\d〕\d+号$`).MatchString(y.Source) || !strings.Contains(y.Source, strconv.Itoa(y.Year-1)) {
			t.Errorf("%d is from %s", y.Year, y.Source)
		}
		if got := [2]int{len(y.Holidays), len(y.MakeupDays)}; got != want[y.Year] {
			t.Errorf("%d has %v days, want %v", y.Year, got, want[y.Year])
		}
		if !slices.IsSorted(y.Holidays) || !slices.IsSorted(y.MakeupDays) {
			t.Errorf("the days of %d are not in order", y.Year)
		}
		for _, date := range slices.Concat(y.Holidays, y.MakeupDays) {
			if day, err := time.Parse(time.DateOnly, date); err != nil || day.Year() != y.Year {
				t.Errorf("%s is no day of %d (%v)", date, y.Year, err)
			}
		}
		for _, date := range y.MakeupDays {
			day, _ := time.Parse(time.DateOnly, date)
			if weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; !weekend || slices.Contains(y.Holidays, date) {
				t.Errorf("%s is worked in exchange, on a %s", date, day.Weekday())
			}
		}
	}
}
