package cli

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// page is the trace for people or for programs.
func (t *trace) page() render.Page {
	p := render.Page{Value: t.value()}
	if !t.app.Term.Out {
		p.Sections = t.rows()
		return p
	}
	requests := t.requestSections()
	rest := []render.Section{}
	if len(t.meetings) > 0 {
		rest = append(rest, t.meetingSection())
	}
	if len(t.versions) > 0 || t.kind == aService {
		rest = append(rest, t.versionSection())
	}
	switch t.kind {
	case aChange:
		p.Sections = append(append([]render.Section{{Rows: [][]any{{t.app.say.T("change request %s", t.linked(t.id))}}}}, requests...), rest...)
	case aRuling:
		p.Sections = slices.Concat([]render.Section{t.rulingSection()}, requests, rest)
	case aService, aVersion:
		p.Sections = append([]render.Section{rest[len(rest)-1]}, append(requests, rest[:len(rest)-1]...)...)
	case aMeeting:
		p.Sections = append([]render.Section{rest[0]}, append(requests, rest[1:]...)...)
	default:
		p.Sections = append(requests, rest...)
	}
	p.Sections = append(p.Sections, t.agreementSections()...)
	p.Sections = append(p.Sections, t.improvementSections()...)
	if len(t.reviews) > 0 {
		p.Sections = append(p.Sections, t.reviewSection())
	}
	if len(t.rulings) > 0 && t.kind != aRuling {
		p.Sections = append(p.Sections, t.rulingSection())
	}
	if slices.ContainsFunc(t.meetings, t.attested) {
		p.Sections = append(p.Sections, render.Section{Rows: [][]any{
			{finding.Say("Attendance and votes are attested by the recorder who signed the minutes; they are no signatures of the voters.")},
		}})
	}
	return p
}

// attested reports whether somebody voted in a meeting who has not signed for it.
func (t *trace) attested(m *procedure.Meeting) bool {
	minutes, err := t.books.Minutes(m.ID)
	return err != nil || len(minutes.Unsigned()) > 0 || len(minutes.Given) == 0
}

// requestSections are the requests, each with its steps.
func (t *trace) requestSections() []render.Section {
	var sections []render.Section
	for _, r := range t.requests {
		c, err := t.rules.Fold(r)
		if err != nil {
			continue // told by whatever reads the request first
		}
		title := t.app.text(procedure.Corrected(r).Title)
		s := render.Section{
			Title:   finding.Say("%s  %s · %s", string(r.ID), title, t.app.say.Word(string(c.State))),
			Columns: []finding.Sentence{finding.Say("Entry"), finding.Say("When"), finding.Say("Step"), finding.Say("Who"), finding.Say("What"), finding.Say("Commit")},
		}
		for _, e := range r.History {
			if !t.shows(e) {
				continue
			}
			e.Design = t.design(e)
			s.Rows = append(s.Rows, []any{e.Entry, instant(e.At), t.stepOf(e), t.signer(e.By, e.Role), t.details(e), t.app.commit(t.commitOf(e.Entry))})
		}
		sections = append(sections, s)
	}
	return sections
}

// commitOf is the commit of an entry; empty where the entry cannot be found.
func (t *trace) commitOf(number int) string {
	e, ok := t.trail.entry(number)
	if !ok {
		return ""
	}
	return e.commit.String()
}

func (t *trace) meetingSection() render.Section {
	s := render.Section{
		Title:   finding.Say("Review meetings"),
		Columns: []finding.Sentence{finding.Say("Meeting"), finding.Say("Held at"), finding.Say("Votes"), finding.Say("Signed by"), finding.Say("Confirmed by"), finding.Say("Entry"), finding.Say("Commit")},
	}
	confirmed := false
	for _, m := range t.meetings {
		v := t.meetingValue(m)
		confirmed = confirmed || len(v.ConfirmedBy) > 0
		s.Rows = append(s.Rows, []any{t.struck(string(m.ID), v.Entry), instant(m.HeldAt), t.votes(v.Votes), t.signer(v.Actor, v.Role), t.everybody(v.ConfirmedBy), v.Entry, t.app.commit(v.Commit)})
	}
	if !confirmed {
		return without(s, 4)
	}
	return s
}

// votes are the votes of a meeting, those against and abstentions where there
// were any.
func (t *trace) votes(v votesJSON) string {
	votes := []string{t.app.say.T("%s for", v.For)}
	if v.Against > 0 {
		votes = append(votes, t.app.say.T("%s against", v.Against))
	}
	if v.Abstain > 0 {
		votes = append(votes, t.app.say.T("%s abstained", v.Abstain))
	}
	return t.app.several(votes)
}

func (t *trace) versionSection() render.Section {
	s := render.Section{
		Title:   finding.Say("Versions"),
		Columns: []finding.Sentence{finding.Say("Version"), finding.Say("Published at"), finding.Say("Effective from"), finding.Say("Digest"), finding.Say("Signed by"), finding.Say("Entry"), finding.Say("Commit")},
	}
	if t.kind == aService {
		s.Title = finding.Say("Versions that changed %s", t.named(t.books, t.service()))
		s.Columns = []finding.Sentence{finding.Say("Version"), finding.Say("Published at"), finding.Say("Change"), finding.Say("Digest"), finding.Say("Request"), finding.Say("Signed by"), finding.Say("Entry"), finding.Say("Commit")}
		s.Empty = finding.Say("none: it is not published yet")
	}
	for _, m := range t.versions {
		v := t.versionValue(m)
		at, by := instant(m.PublishedAt), t.signer(v.Actor, v.Role)
		if t.kind != aService {
			s.Rows = append(s.Rows, []any{t.struck(m.Version.String(), v.Entry), at, m.EffectiveFrom, t.app.digest(m.Digest), by, v.Entry, t.app.commit(v.Commit)})
			continue
		}
		row, _ := t.row(m)
		s.Rows = append(s.Rows, []any{
			t.struck(m.Version.String(), v.Entry), date(m.PublishedAt), t.app.say.T("%s (%s)", t.app.say.Word(string(row.Change)), t.app.say.Word(string(row.Severity))),
			t.app.digest(row.Digest), t.app.several(names(t.through(m))), by, v.Entry, t.app.commit(v.Commit),
		})
	}
	if t.kind == aService && t.app.narrow() {
		return without(s, 3) // the digest stands in the request's steps too
	}
	return s
}

// through are the requests by which a version changed the traced service.
func (t *trace) through(m *procedure.Manifest) []procedure.RequestID {
	var ids []procedure.RequestID
	for _, r := range t.requests {
		if c, err := t.rules.Fold(r); err == nil && c.Version == m.Version {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// rows are the trace for programs that read lines: what a line is about stands
// first in it.
func (t *trace) rows() []render.Section {
	v := t.value()
	sections := make([]render.Section, 0, 4)
	add := func(key string, row ...any) {
		sections = append(sections, render.Section{Key: key, Rows: [][]any{row}})
	}
	for i, r := range t.requests {
		add("request", string(r.ID), string(v.Requests[i].State), t.app.text(procedure.Corrected(r).Title))
		for _, e := range r.History {
			if key := stepKey(e); t.shows(e) {
				add(key, string(r.ID), e.Entry, e.At, string(e.Step), string(e.By), string(e.Role), t.commitOf(e.Entry), e.Reason, designCell(t.design(e)), string(e.Meeting), number(e.Version))
			}
		}
	}
	for _, m := range v.Meetings {
		add("meeting", string(m.ID), m.HeldAt, string(m.Actor), string(m.Role), m.Entry, m.Commit, m.Votes.For, m.Votes.Against, m.Votes.Abstain, string(m.AttestedBy), commas(m.ConfirmedBy))
	}
	for _, a := range t.agreements {
		add("agreement", a.id(), string(a.state.State), a.Customer.Name, a.Version.String())
		for _, e := range a.History {
			add(stepKey(e), a.id(), e.Entry, e.At, string(e.Step), string(e.By), string(e.Role), t.commitOf(e.Entry), e.Reason)
		}
	}
	for _, m := range t.improvements {
		add("improvement", string(m.ID), string(m.state.State), t.app.text(m.Title), amendmentID(m.closedBy()))
		for _, e := range m.History {
			add(stepKey(e), string(m.ID), e.Entry, e.At, string(e.Step), string(e.By), string(e.Role), t.commitOf(e.Entry), e.Reason)
		}
	}
	for _, m := range v.Amendments {
		add("amendment", m.ID, m.At, m.Actor, m.Role, m.Entry, m.Commit, m.Subject)
	}
	for _, r := range v.Rulings {
		add("ruling", r.ID, string(r.Ruling), t.ruledOn(r), r.At, string(r.By), string(r.Role), r.RuledIn, r.Commit, r.Reason)
	}
	for _, r := range v.Reviews {
		add("review", r.ID, r.HeldAt, r.Version, string(r.Actor), string(r.Role), r.Entry, r.Commit)
		for _, s := range r.Services {
			add("verdict", r.ID, string(s.Service), string(s.Verdict), s.Accurate, s.NextDue, string(s.Request), s.Finding)
		}
	}
	for _, m := range v.Versions {
		add("version", m.Version, m.PublishedAt, m.EffectiveFrom, string(m.Actor), string(m.Role), m.Entry, m.Commit, m.Digest, m.Tag)
		for _, s := range m.Services {
			add("service", m.Version, string(s.ID), string(s.Change), string(s.Severity), string(s.Digest))
		}
	}
	return sections
}

// stepKey is how the line of a step begins.
func stepKey(e procedure.Event) string {
	if e.Void {
		return "void"
	}
	return "step"
}

// designCell is a design as "service:change:digest", parted by commas.
func designCell(design []procedure.Design) string {
	words := each(design, func(g procedure.Design) string {
		return string(g.Service) + ":" + string(g.Change) + ":" + string(g.Digest)
	})
	return strings.Join(words, ",")
}

// number is a version's number, empty for none.
func number(v catalogue.Version) string {
	if v.IsZero() {
		return ""
	}
	return v.String()
}
