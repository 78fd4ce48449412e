package cli

import (
	"context"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// newProcedureCalendar puts published holidays into a text of the procedure.
func newProcedureCalendar(a *app) *cobra.Command {
	return a.runs(&cobra.Command{
		Use:     "calendar [YEAR…]",
		Short:   a.say.T("Print the procedure with the public holidays of a year"),
		Long:    a.say.T("Working days are what the procedure's calendar says (calendar.holidays, calendar.makeup_days). Public holidays of mainland China with the days worked in exchange come with sc for the years whose notice of the State Council was published; without YEAR they are listed. With YEAR it prints the procedure in force with these days added to its calendar, to be amended with: nothing changes until \"sc amend\". Organisations elsewhere write their own holidays into the calendar. With --json: an array of objects with year, source, published_on, holidays, makeup_days, in_force."),
		Example: "  sc procedure calendar\n  sc procedure calendar 2026 | sc amend -f -\n  sc procedure calendar 2026 --jq '.[].holidays[]'",
	}, arity{0, -1}, a.procedureCalendar)
}

func (a *app) procedureCalendar(ctx context.Context, args []string) error {
	known, err := publishedHolidays()
	if err != nil {
		return err
	}
	years, err := yearsOf(known, args)
	if err != nil {
		return err
	}
	d, err := a.look(ctx, "")
	if err != nil {
		return err
	}
	if len(args) == 0 || a.machine() {
		return a.show(d.yearsPage(years))
	}
	text, err := d.withHolidays(years)
	if err == nil {
		_, err = a.Out.Write(text)
	}
	return err
}

// publishedHolidays are those that come with sc.
func publishedHolidays() ([]procedure.Year, error) {
	var known procedure.Years
	err := records.Decode("holidays", procedure.Holidays(), &known)
	return known.Years, err
}

// yearsOf picks the years that are asked for; all, if none is.
func yearsOf(known []procedure.Year, asked []string) ([]procedure.Year, error) {
	if len(asked) == 0 {
		return known, nil
	}
	names := each(known, func(y procedure.Year) string { return strconv.Itoa(y.Year) })
	var years []procedure.Year
	for _, name := range asked {
		i := slices.Index(names, name)
		if i < 0 {
			return nil, fault(finding.Say("the holidays of %s do not come with sc", name), finding.Say("there are %s; write others into the calendar of the procedure as they are announced", procedure.Names(names)))
		}
		years = append(years, known[i])
	}
	return years, nil
}

// withHolidays is the procedure in force with more days in its calendar.
func (d *desk) withHolidays(years []procedure.Year) ([]byte, error) {
	text, err := d.books.Read(records.ProcedureFile)
	if err != nil {
		return nil, err
	}
	for _, y := range years {
		if text, err = withDays(text, "holidays", d.rules.Calendar.Holidays, y.Holidays); err != nil {
			return nil, err
		}
		if text, err = withDays(text, "makeup_days", d.rules.Calendar.MakeupDays, y.MakeupDays); err != nil {
			return nil, err
		}
	}
	return text, nil
}

// withDays adds the days to a list of the calendar that are not in it yet.
func withDays(text []byte, field string, have, days []string) ([]byte, error) {
	var err error
	for _, day := range days {
		if slices.Contains(have, day) {
			continue
		}
		if text, err = document.Append(text, []string{"calendar", field}, day); err != nil {
			return nil, err
		}
	}
	return text, nil
}

type yearJSON struct {
	procedure.Year
	InForce int `json:"in_force"` // how many of its days the procedure lists
}

func (d *desk) yearsPage(years []procedure.Year) render.Page {
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Year"), finding.Say("Announced by"), finding.Say("Announced on"), finding.Say("Days off"), finding.Say("Make-up days"), finding.Say("In the procedure")},
	}
	values := []yearJSON{}
	for _, y := range years {
		v := yearJSON{y, common(y.Holidays, d.rules.Calendar.Holidays) + common(y.MakeupDays, d.rules.Calendar.MakeupDays)}
		values = append(values, v)
		section.Rows = append(section.Rows, []any{strconv.Itoa(y.Year), y.Source, y.PublishedOn, len(y.Holidays), len(y.MakeupDays), v.InForce})
	}
	return render.Page{Sections: []render.Section{section}, Value: values}
}

// common counts the days that two lists have in common.
func common(days, have []string) int {
	return len(slices.DeleteFunc(slices.Clone(days), func(day string) bool { return !slices.Contains(have, day) }))
}

// unlisted warns of the years whose holidays the procedure does not list, where that can
// make a difference to the day on which something must be decided.
func (d *desk) unlisted(open []waitingCase) ([]notice, error) {
	var found []notice
	for _, w := range open {
		for _, l := range d.lateness(w) {
			if l.what != lateDecision {
				continue
			}
			years, err := d.doubtful(d.rules.Calendar.Date(instant(w.Last.At)), l.due)
			if err != nil {
				return nil, err
			}
			for _, year := range years {
				if !slices.ContainsFunc(found, func(o notice) bool { return o.Subject == year }) {
					found = append(found, notice{Code: noCalendar, Subject: year})
				}
			}
		}
	}
	return found, nil
}

// doubtful are the years from one date to another that the calendar does not list,
// without those known to have neither a holiday nor a make-up day between the dates.
func (d *desk) doubtful(from, to string) ([]string, error) {
	years := d.rules.Calendar.Unlisted(from, to)
	if len(years) == 0 {
		return nil, nil
	}
	known, err := publishedHolidays()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(years, func(year string) bool {
		i := slices.IndexFunc(known, func(y procedure.Year) bool { return strconv.Itoa(y.Year) == year })
		return i >= 0 && d.rules.Calendar.Chinese() && !slices.ContainsFunc(slices.Concat(known[i].Holidays, known[i].MakeupDays), func(day string) bool {
			return from < day && day <= to
		})
	}), nil
}
