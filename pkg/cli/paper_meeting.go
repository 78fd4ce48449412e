package cli

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// agendaPaper are the values of the agenda of a review meeting.
type agendaPaper struct {
	export.Head
	Rules   string         `word:"rules"`
	Invited []invitedPaper `word:"invited"`
	Items   []itemPaper    `word:"items"`
}

// invitedPaper is somebody who is to come to a meeting.
type invitedPaper struct {
	Name string `word:"name"`
	Role string `word:"role"`
}

// personPaper is somebody at a meeting.
type personPaper struct {
	invitedPaper
	Present   string `word:"present"`
	Vote      string `word:"vote"`
	Confirmed string `word:"confirmed"`
}

// itemPaper is a request before a meeting.
type itemPaper struct {
	Number    string `word:"number"`
	ID        string `word:"id"`
	Subject   string `word:"subject"`
	Customer  string `word:"customer"`
	Asked     string `word:"asked"`
	Designs   string `word:"designs"`
	ChangeRef string `word:"change_ref"`
}

// resultPaper is one that a meeting decided on.
type resultPaper struct {
	itemPaper
	Result  string `word:"result"`
	Comment string `word:"comment"`
}

// agenda are the values of what waits for a review meeting.
func (j *printing) agenda() (any, error) {
	waiting, err := j.casesIn(procedure.StateProposed, procedure.StateUnreviewed)
	if err != nil {
		return nil, err
	}
	v := agendaPaper{Head: j.head("review meeting: agenda", j.now().Format("2006-01-02")), Rules: j.meetingRules()}
	for _, id := range j.rules.Holders(procedure.StepPass) {
		v.Invited = append(v.Invited, invitedPaper{j.name(id), j.roles(j.rules.People[id].Roles)})
	}
	w, err := j.weighedDesigns(j.ctx)
	if err != nil {
		return nil, err
	}
	for i, c := range waiting {
		item, err := j.item(c.ID, c.Design)
		if err != nil {
			return nil, err
		}
		item.Designs = strings.Join(each(c.Design, func(g procedure.Design) string {
			return strings.Join(append([]string{j.designed(g)}, each(w.lines(j.app, g), func(line string) string { return "• " + line })...), "\n")
		}), "\n")
		item.Number = strconv.Itoa(i + 1)
		v.Items = append(v.Items, item)
	}
	j.file, j.what = "agenda", finding.Say("%s requests", len(waiting))
	return v, nil
}

// meetingRules say when a meeting may decide.
func (j *printing) meetingRules() string {
	rules := j.rules.Rules.Review
	said := []string{j.app.say.T("at least %s of those who decide are present", rules.Quorum)}
	for _, role := range rules.RequiredRoles {
		said = append(said, j.app.say.T("the %s must be present and vote", j.rules.Label(role)))
	}
	return strings.Join(append(said, j.app.say.T("majority: %s", catalogue.Word(rules.Majority))), j.app.say.T("; "))
}

// item is a request as a meeting has it before it.
func (j *printing) item(id procedure.RequestID, design []procedure.Design) (itemPaper, error) {
	original, err := j.books.Request(id)
	if err != nil {
		return itemPaper{}, err
	}
	r := procedure.Corrected(original)
	v := itemPaper{ID: string(id), Subject: j.app.text(r.Title), Asked: r.Words}
	if r.Customer != nil {
		v.Customer = r.Customer.Name
	}
	for _, e := range r.History {
		if e.ChangeRef != "" && !e.Void {
			v.ChangeRef = j.linked(e.ChangeRef)
		}
	}
	v.Designs = strings.Join(each(design, j.designed), "\n")
	return v, nil
}

// designed is what a design does to which service.
func (j *printing) designed(g procedure.Design) string {
	_, name, _ := (&letter{desk: j.desk}).service(g.Service)
	return j.app.say.T("%s: %s", j.app.wording().Field(string(g.Change)), cmp.Or(name, string(g.Service)))
}

// minutesPaper are the values of the minutes of a review meeting.
type minutesPaper struct {
	export.Head
	ID           string        `word:"id"`
	HeldAt       string        `word:"held_at"`
	Chair        string        `word:"chair"`
	Recorder     string        `word:"recorder"`
	Notes        string        `word:"notes"`
	Void         string        `word:"void"`
	Tally        string        `word:"tally"`
	Attendees    []personPaper `word:"attendees"`
	Items        []resultPaper `word:"items"`
	ActionsThere bool          `word:"actions_there"`
	Actions      []actionPaper `word:"actions"`
	Signatures   []personPaper `word:"signatures"`
}

// actionPaper is something to be done.
type actionPaper struct {
	What string `word:"what"`
	Who  string `word:"who"`
	Due  string `word:"due"`
}

// minutes are the values of the record of a review meeting.
func (j *printing) minutes() (any, error) {
	id, err := j.resolve(records.Meetings(), j.given)
	if err != nil {
		return nil, err
	}
	m, err := j.books.Meeting(procedure.MeetingID(id))
	if err != nil {
		return nil, err
	}
	v := minutesPaper{
		Head: j.head("review meeting: minutes", id), ID: id, HeldAt: instant(m.HeldAt).Format("2006-01-02 15:04"),
		Chair: j.name(m.Chair), Recorder: j.name(m.Recorder), Notes: m.Notes, ActionsThere: len(m.Actions) > 0,
	}
	if j.ruledOut(j.ctx, subject{aMeeting, id, records.Meetings().Path(id)}) {
		v.Void = j.app.say.T("%s is void", id)
	}
	for i, it := range m.Items {
		item, err := j.item(it.Request, it.Design)
		if err != nil {
			return nil, err
		}
		item.Number = strconv.Itoa(i + 1)
		v.Items = append(v.Items, resultPaper{item, j.step(it.Result), it.Comment})
	}
	for _, a := range m.Actions {
		v.Actions = append(v.Actions, actionPaper{a.Text, j.name(procedure.PersonID(a.Owner)), a.Due})
	}
	j.file, j.what = "minutes-"+id, finding.Say("%s requests", len(m.Items))
	return v, j.attendance(m, &v)
}

// attendance tells who was there, how they voted, and who confirmed the minutes.
func (j *printing) attendance(m *procedure.Meeting, v *minutesPaper) error {
	confirmed, err := j.confirmedBy(m.ID)
	if err != nil {
		return err
	}
	count := map[procedure.Vote]int{}
	for _, at := range m.Attendees {
		p := personPaper{invitedPaper: invitedPaper{j.name(at.Person), j.role(at.Role)}, Present: j.app.say.Word("absent")}
		if at.Present {
			p.Present, p.Vote = j.app.say.Word("present"), j.app.say.Word(string(at.Vote))
			count[at.Vote]++
		}
		switch {
		case at.Person == m.Recorder:
			p.Confirmed = j.app.say.T("signed these minutes in the ledger")
		case slices.Contains(confirmed, at.Person):
			p.Confirmed = j.app.say.T("confirmed in the ledger")
		}
		v.Attendees = append(v.Attendees, p)
		if at.Present {
			v.Signatures = append(v.Signatures, p)
		}
	}
	v.Tally = j.app.say.T("For %s, against %s, abstained %s.", count[procedure.For], count[procedure.Against], count[procedure.Abstain])
	return nil
}
