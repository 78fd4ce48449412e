package cli

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/validator"
)

// newConfirm confirms the minutes of a review meeting.
func newConfirm(a *app) *cobra.Command {
	var text string
	c := a.writing(&cobra.Command{
		Use:     "confirm MEETING",
		Short:   a.say.T("Confirm the minutes of a review meeting"),
		Long:    a.say.T("Whoever was at a review meeting and did not record it signs that its minutes are right: who was there, the votes and the results (§5.4). The procedure can ask for some confirmations, or for one by every voter, before a version is published; they may be given without such a rule and after the version too. On a terminal the minutes are shown first."),
		Example: "  sc show MTG-2026-0003\n  sc confirm 3\n  sc confirm MTG-2026-0003 -m \"…\"",
	})
	c.Flags().StringVarP(&text, "message", "m", "", a.say.T("what you say to it"))
	return a.runs(a.offersMeetings(c), arity{1, 1}, func(ctx context.Context, args []string) error {
		done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.confirmMinutes(args[0], text) })
		if err != nil {
			return err
		}
		return a.receipts(done)
	})
}

// confirmMinutes composes the entry that confirms a meeting.
func (s *session) confirmMinutes(given, text string) (*proposal, error) {
	id, err := s.resolve(records.Meetings(), given)
	if err != nil {
		return nil, s.noMeeting(given, err)
	}
	m, err := s.books.Minutes(procedure.MeetingID(id))
	if err != nil {
		return nil, err
	}
	p, err := s.confirmation(procedure.ConfirmationCase{
		Confirmation: &procedure.Confirmation{Meeting: procedure.MeetingID(id), Digest: m.Digest, Role: s.attended(m.Meeting), Text: text},
		Minutes:      m,
	})
	if err != nil {
		return nil, err
	}
	p.subject = "confirm " + id
	if !s.app.asks() {
		return p, nil
	}
	sections, err := s.meetingCard(procedure.MeetingID(id))
	p.remarks = []string{s.app.shown(sections)}
	p.ask = s.app.say.T("confirm that these minutes are right?")
	return p, err
}

// noMeeting is the fault about an id that is no meeting's; of a request it names the
// meetings that treated it.
func (s *session) noMeeting(given string, err error) error {
	r, failed := s.request(given)
	if failed != nil {
		return err
	}
	var treated []string
	for _, e := range r.History {
		if e.Meeting != "" && !e.Void {
			treated = append(treated, string(e.Meeting))
		}
	}
	hint := finding.Say("no meeting has treated it yet; \"sc list meetings\" shows the meetings")
	if len(treated) > 0 {
		hint = finding.Say("it was treated in %s: sc confirm %s", procedure.Names(treated), treated[len(treated)-1])
	}
	return fault(finding.Say("%s is a request; the minutes of a meeting are confirmed", string(r.ID)), hint)
}

// attended is the role in which the actor confirms minutes: the one they chose, else
// that of the minutes if they hold it still, else their first.
func (s *session) attended(m *procedure.Meeting) procedure.RoleID {
	roles := s.rules.RolesOf(s.Person)
	for _, at := range m.Attendees {
		if s.Role == "" && at.Person == s.Person && slices.Contains(roles, at.Role) {
			return at.Role
		}
	}
	return cmp.Or(slices.Concat([]procedure.RoleID{s.Role}, roles)...)
}

// confirmation composes the entry of a confirmation, once the procedure says yes.
func (s *session) confirmation(c procedure.ConfirmationCase) (*proposal, error) {
	of := c.Confirmation
	id, err := s.books.Next(records.Confirmations(), s.stamp.At[:4])
	if err != nil {
		return nil, err
	}
	of.Schema, of.ID, of.By, of.At, of.Entry = 1, id, s.Person, s.stamp.At, s.stamp.Entry
	c.Now = s.rules
	if no := c.Judge(); no != nil {
		return nil, no
	}
	data, err := document.Encode(of)
	if err != nil {
		return nil, err
	}
	name := records.Confirmations().Path(id)
	return &proposal{
		action: string(procedure.StepConfirm), role: of.Role, records: map[string][]byte{name: data}, outcome: []receipt{{ID: id}},
	}, s.app.recordable(name, data, validator.Confirmation)
}

// shown are sections as a person reads them.
func (a *app) shown(sections []render.Section) string {
	var out bytes.Buffer
	screen := a.screen()
	screen.Out, screen.Terminal = &out, true
	_ = screen.Show(render.Page{Sections: sections}) // a buffer takes everything
	return out.String()
}

// confirmNext says who confirms the minutes of a meeting that passed something, where
// the procedure asks for it.
func (s *session) confirmNext(m *procedure.Meeting) []finding.Sentence {
	passed := slices.ContainsFunc(m.Items, func(i procedure.Item) bool { return i.Result == procedure.StepPass })
	if no := s.rules.Confirmed(procedure.Minutes{Meeting: m}); passed && no != nil {
		return []finding.Sentence{no.Hint}
	}
	return nil
}
