package cli

import (
	"context"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// ofImprovement: the amendment that closed it.
func (t *trace) ofImprovement(ctx context.Context) error {
	all, err := t.desk.improvements()
	if err != nil {
		return err
	}
	for _, m := range all {
		if string(m.ID) != t.id {
			continue
		}
		t.improvements = append(t.improvements, m)
		if by := m.closedBy(); by > 0 {
			return t.addAmendment(ctx, by)
		}
	}
	return nil
}

// ofAmendment: the improvements that it closed.
func (t *trace) ofAmendment(ctx context.Context) error {
	version, _ := isAmendment(t.id)
	if err := t.addAmendment(ctx, version); err != nil {
		return err
	}
	var err error
	t.improvements, err = t.desk.closedBy(version-1, version)
	return err
}

func (t *trace) addAmendment(ctx context.Context, version int) error {
	a, err := t.desk.amendment(ctx, version)
	if err == nil {
		t.amendments = append(t.amendments, a)
	}
	return err
}

// tracedImprovement is an improvement in a trace, for programs.
type tracedImprovement struct {
	improvementJSON
	Steps []map[string]any `json:"steps"` // of its history, each with name and commit
}

func (t *trace) improvementValue(m standingImprovement) tracedImprovement {
	return tracedImprovement{m.value(), t.stepsOf(records.Improvements().Path(string(m.ID)), m.History)}
}

func (t *trace) amendmentValue(a amended) amendmentJSON {
	v, _ := t.desk.amendmentValue(a) // the improvements were read before
	return v
}

// stepsOf are the steps of a record for programs, each with name and commit.
func (t *trace) stepsOf(path string, of []procedure.Event) []map[string]any {
	steps := []map[string]any{}
	record, _ := t.desk.value(path) // it was read before
	fields, _ := record.(map[string]any)
	history, _ := fields["history"].([]any)
	for i, e := range of {
		step, ok := map[string]any(nil), i < len(history)
		if ok {
			step, ok = history[i].(map[string]any)
		}
		if !ok {
			continue
		}
		if e.Void {
			step["void"] = true
		}
		step["name"], step["commit"] = t.name(e.By), t.commitOf(e.Entry)
		steps = append(steps, step)
	}
	return steps
}

// improvementSections are the improvements, each with its steps, and the amendments.
func (t *trace) improvementSections() []render.Section {
	var sections []render.Section
	for _, m := range t.improvements {
		s := render.Section{
			Title:   finding.Say("%s  %s · %s", string(m.ID), t.app.text(m.Title), t.app.say.Word(string(m.state.State))),
			Columns: []finding.Sentence{finding.Say("Entry"), finding.Say("When"), finding.Say("Step"), finding.Say("Who"), finding.Say("What"), finding.Say("Commit")},
		}
		for _, e := range m.History {
			s.Rows = append(s.Rows, []any{e.Entry, instant(e.At), t.stepOf(e), t.signedAs(e.By, e.Role, e.Entry), t.details(e), t.app.commit(t.commitOf(e.Entry))})
		}
		sections = append(sections, s)
	}
	if len(t.amendments) > 0 {
		sections = append(sections, t.amendmentSection())
	}
	return sections
}

func (t *trace) amendmentSection() render.Section {
	s := render.Section{
		Title:   finding.Say("Amendments of the procedure"),
		Columns: []finding.Sentence{finding.Say("Amendment"), finding.Say("When"), finding.Say("What it changed"), finding.Say("Signed by"), finding.Say("Entry"), finding.Say("Commit")},
	}
	for _, a := range t.amendments {
		who := t.signedAs(procedure.PersonID(a.is.Trailers.Actor), procedure.RoleID(a.is.Trailers.Role), a.is.Trailers.Entry)
		row := []any{amendmentID(a.is.Version), t.signedAt(a.is.entry), "", who, a.is.Trailers.Entry, t.app.commit(a.is.commit.String())}
		changes := a.changes()
		if len(changes) == 0 {
			s.Rows = append(s.Rows, row)
		}
		for i, c := range changes {
			line := []any{"", "", c.Told, "", "", ""}
			if i == 0 {
				line = row
				line[2] = c.Told
			}
			s.Rows = append(s.Rows, line)
		}
	}
	return s
}
