package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/notify"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// standingImprovement is an improvement of the procedure with where it stands.
type standingImprovement struct {
	*procedure.Improvement
	state procedure.Case
}

// open reports whether somebody has yet to see to it.
func (m standingImprovement) open() bool { return !m.state.Final }

// any reports true of every improvement.
func (m standingImprovement) any() bool { return m.Improvement != nil }

// overdue reports whether an accepted one should have been done before a day.
func (m standingImprovement) overdue(today string) bool {
	due := m.due()
	return due != "" && due < today
}

// due is the last day on which an accepted one is done in time; empty where none is set.
func (m standingImprovement) due() string {
	if m.state.State != procedure.StateAccepted || m.state.Assigned == nil {
		return ""
	}
	return m.state.Assigned.DueOn
}

// closedBy is the version of the procedure that closed it; 0 where none has.
func (m standingImprovement) closedBy() int {
	if m.state.State != procedure.StateClosed {
		return 0
	}
	return m.state.Last.Amendment
}

// improvements are all of them with where they stand, in the order of their numbers.
func (d *desk) improvements() ([]standingImprovement, error) {
	all, err := d.books.Improvements()
	if err != nil {
		return nil, err
	}
	found := make([]standingImprovement, len(all))
	for i, m := range all {
		c, err := d.rules.FoldRecord(m)
		if err != nil {
			return nil, err
		}
		found[i] = standingImprovement{m, c}
	}
	return found, nil
}

// improvementJSON is an improvement in a list, for programs.
type improvementJSON struct {
	ID        procedure.ImprovementID `json:"id"`
	Title     any                     `json:"title"`
	State     procedure.State         `json:"state"`
	FoundIn   string                  `json:"found_in"`
	Concerns  []string                `json:"concerns"`
	RaisedBy  string                  `json:"raised_by"`
	RaisedOn  string                  `json:"raised_on"`
	Procedure int                     `json:"procedure"` // the version of the procedure that it is about
	Owner     procedure.PersonID      `json:"owner,omitempty"`
	DueOn     string                  `json:"due_on,omitempty"`
	ClosedBy  int                     `json:"closed_by,omitempty"` // the version that the amendment brought
}

func (m standingImprovement) value() improvementJSON {
	v := improvementJSON{
		ID: m.ID, Title: plainText(m.Title), State: m.state.State, FoundIn: m.FoundIn, Concerns: kept(m.Concerns),
		RaisedBy: m.RaisedBy, RaisedOn: m.RaisedOn, Procedure: m.Improvement.Procedure, ClosedBy: m.closedBy(),
	}
	if to := m.state.Assigned; to != nil {
		v.Owner, v.DueOn = to.Person, to.DueOn
	}
	return v
}

// improvementStates are the states that an improvement may stand in.
func improvementStates() []procedure.State {
	return []procedure.State{
		procedure.StateRaised, procedure.StateAccepted, procedure.StateDeclined,
		procedure.StateWithdrawn, procedure.StateClosed, procedure.StateVoid,
	}
}

func (d *desk) listImprovements(_ context.Context, f *filters) (render.Page, error) {
	state, err := d.app.choice("state", f.state, names(improvementStates()))
	if err != nil {
		return render.Page{}, err
	}
	since, err := d.moment(f.since)
	if err != nil {
		return render.Page{}, err
	}
	all, err := d.improvements()
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Title"), finding.Say("State"), finding.Say("Raised on"), finding.Say("Who sees to it"), finding.Say("Due on"), finding.Say("Closed by")},
		Empty:   finding.Say("no improvement of the procedure"),
	}
	values := []improvementJSON{}
	for _, m := range all {
		if state != "" && string(m.state.State) != state || date(m.state.Last.At) < since || f.overdue && !m.overdue(d.today()) {
			continue
		}
		v := m.value()
		section.Rows = append(section.Rows, []any{string(v.ID), d.app.text(m.Title), d.app.term(string(v.State)), v.RaisedOn, d.who(v.Owner), v.DueOn, amendmentID(v.ClosedBy)})
		values = append(values, v)
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// amendmentID names an amendment by the version of the procedure that it brought; empty
// for none.
func amendmentID(version int) string {
	if version == 0 {
		return ""
	}
	return amendmentPrefix + strconv.Itoa(version)
}

// amendmentPrefix begins the names of amendments.
const amendmentPrefix = "procedure-"

// improvementCard is an improvement for people.
func (d *desk) improvementCard(id string) ([]render.Section, error) {
	m, err := d.books.Improvement(id)
	if err != nil {
		return nil, err
	}
	state, err := d.rules.FoldRecord(m)
	if err != nil {
		return nil, err
	}
	s := standingImprovement{m, state}
	c := &card{desk: d}
	c.add(d.app.say.T("State"), d.app.say.Word(string(state.State)))
	c.add(d.app.say.T("What does not fit"), m.Words)
	c.add(d.app.say.T("Concerns"), d.app.several(each(m.Concerns, d.concernOf)))
	c.add(d.app.say.T("Found in"), d.app.say.Word(m.FoundIn))
	c.add(d.app.say.T("Version of the procedure"), strconv.Itoa(m.Procedure))
	c.add(d.app.say.T("Raised by"), d.name(procedure.PersonID(m.RaisedBy)))
	c.add(d.app.say.T("Raised on"), m.RaisedOn)
	if to := state.Assigned; to != nil {
		c.add(d.app.say.T("Who sees to it"), d.name(to.Person))
		c.add(d.app.say.T("Due on"), to.DueOn)
	}
	if by := s.closedBy(); by > 0 {
		c.add(d.app.say.T("Closed by"), d.app.say.T("%s: the procedure from version %s to %s", amendmentID(by), by-1, by))
	}
	return []render.Section{c.section(finding.Say("%s  improvement of the procedure: %s", id, m.Title)), d.historySection(m.History)}, nil
}

// concernOf is what people call a step or a role that an improvement is about; anything
// else stays as it was said.
func (d *desk) concernOf(said string) string {
	if _, ok := d.rules.Step(procedure.StepName(said)); ok {
		return d.step(procedure.StepName(said))
	}
	return d.role(procedure.RoleID(said))
}

// improvementFields are an improvement for programs, with where it stands.
func (d *desk) improvementFields(id string, fields map[string]any) (any, error) {
	m, err := d.books.Improvement(id)
	if err != nil {
		return nil, err
	}
	c, err := d.rules.FoldRecord(m)
	fields["state"] = string(c.State)
	markVoid(fields, m.History)
	return fields, err
}

// waitingImprovement is an improvement that waits for somebody.
type waitingImprovement struct {
	ID     procedure.ImprovementID `json:"id"`
	Title  any                     `json:"title"`
	State  procedure.State         `json:"state"`
	DueOn  string                  `json:"due_on,omitempty"`
	Late   bool                    `json:"late"`
	Mine   bool                    `json:"mine"`
	People []procedure.PersonID    `json:"waits_for"`
	shown  string
}

// waitingImprovements are the open ones with those they wait for: who sees to it, or who
// decides.
func (d *desk) waitingImprovements(me procedure.PersonID) ([]waitingImprovement, error) {
	all, err := d.improvements()
	var found []waitingImprovement
	for _, m := range all {
		if !m.open() {
			continue
		}
		people := d.sees(m)
		found = append(found, waitingImprovement{
			m.ID, plainText(m.Title), m.state.State, m.due(), m.overdue(d.today()), slices.Contains(people, me), kept(people), d.app.text(m.Title),
		})
	}
	return found, err
}

// sees are the people whom an open improvement waits for.
func (d *desk) sees(m standingImprovement) []procedure.PersonID {
	if to := m.state.Assigned; m.state.State == procedure.StateAccepted && to != nil && len(d.rules.People[to.Person].Roles) > 0 {
		return []procedure.PersonID{to.Person}
	}
	name := procedure.StepAcceptImprovement
	if m.state.State == procedure.StateAccepted {
		name = procedure.StepCloseImprovement
	}
	step, _ := d.rules.Step(name)
	return d.rules.Takers(m.state, step)
}

// improvementSection are the open improvements on the screen of the morning.
func (s *status) improvementSection(d *desk) render.Section {
	section := render.Section{Title: finding.Say("Improvements of the procedure")}
	for i, m := range s.improvements {
		if i == enough {
			section.Rows = append(section.Rows, []any{"…", finding.Say("%s more: sc list improvements", len(s.improvements)-i)})
			break
		}
		due := finding.Say("waits for a decision")
		switch {
		case m.Late:
			due = finding.Say("late: it was due on %s", m.DueOn)
		case m.DueOn != "":
			due = finding.Say("due on %s", m.DueOn)
		case m.State == procedure.StateAccepted:
			due = finding.Say("no date is set")
		}
		section.Rows = append(section.Rows, []any{string(m.ID), m.shown, d.everybody(m.People), due})
	}
	return section
}

// improvementRows are they for programs that read lines.
func (s *status) improvementRows() []render.Section {
	return each(s.improvements, func(m waitingImprovement) render.Section {
		return render.Section{Key: "improvement", Rows: [][]any{{string(m.ID), string(m.State), m.DueOn, m.Late, commas(m.People), m.shown}}}
	})
}

// dueImprovements are those accepted that are to be done by a day, and those that nobody
// has decided on in time.
func (d *desk) dueImprovements(_ context.Context, until string) ([]notify.Event, error) {
	all, err := d.improvements()
	var events []notify.Event
	for _, m := range all {
		on, what := m.due(), finding.Say("%s %s: the improvement is due", string(m.ID), m.Title)
		if within := d.rules.Rules.DecideWithin; m.state.State == procedure.StateRaised && within > 0 {
			on, what = d.rules.Calendar.Due(instant(m.state.Last.At), within), finding.Say("%s %s: to be decided", string(m.ID), m.Title)
		}
		if on == "" || on > until {
			continue
		}
		e := notify.Event{Kind: notify.Due, Entry: -1, On: on, What: what, People: d.sees(m)}
		if on < d.now().Format(time.DateOnly) {
			e.Kind = notify.Overdue
		}
		events = append(events, e)
	}
	return events, err
}

// improvedBy tells of the step that an entry took on an improvement: who raised it, and
// whom it waits for now.
func (d *desk) improvedBy(id string, e entry) ([]notify.Event, error) {
	m, err := d.books.Improvement(id)
	if err != nil {
		return nil, err
	}
	c, err := d.rules.FoldRecord(m)
	if err != nil {
		return nil, err
	}
	var all []notify.Event
	for _, step := range m.History {
		if step.Entry != e.Trailers.Entry || step.Void {
			continue
		}
		what := finding.Say("%s %s: %s, by %s (%s)", id, m.Title, d.stepName(step.Step), d.name(step.By), d.hat(step.By, step.Role, step.Entry))
		event := notify.Event{What: what, Why: step.Reason, People: d.askers(c)}
		if people := d.sees(standingImprovement{m, c}); !c.Final && c.Last.Entry == step.Entry && len(people) > 0 {
			event.What = finding.Say("%s; it waits for %s now", what, procedure.Names(each(people, d.name)))
			event.People = append(event.People, people...)
		}
		all = append(all, event)
	}
	return all, nil
}

// isAmendment reports whether an id names an amendment, and the version that it brought.
func isAmendment(given string) (int, bool) {
	digits, ok := strings.CutPrefix(strings.ToLower(given), amendmentPrefix)
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n > 0
}
