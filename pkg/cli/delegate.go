package cli

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

type delegateOptions struct {
	to, until, reason string
	end               bool
}

// newDelegate lets others act in a role, and ends that.
func newDelegate(a *app) *cobra.Command {
	o := &delegateOptions{}
	c := a.writing(&cobra.Command{
		Use:     "delegate ROLE --to PERSON [--until DATE|--end]",
		Short:   a.say.T("Let somebody act in your role, or end that"),
		Long:    a.say.T("Whoever holds a role delegates it: from the next entry on the delegate may do all that the role may, and the holder still may, until an entry with --end. The date warns once it is past, and neither gives nor takes a right. A delegate does not delegate on, and a delegation gives no right to amend the procedure, change keys, rule or repair. Who asked for a customer does not approve as a delegate either: people are counted. A delegation is ended by who holds the role, by the delegate, or by who may amend (docs/delegation.md)."),
		Example: "  sc delegate ops_lead --to li.na --until 2026-10-15 -m \"…\"\n  sc delegate ops_lead --to li.na --end",
	})
	f := c.Flags()
	f.StringVar(&o.to, "to", "", a.say.T("who acts in the role"))
	f.StringVar(&o.until, "until", "", a.say.T("the date on which it is meant to end; it warns and ends nothing"))
	f.StringVarP(&o.reason, "message", "m", "", a.say.T("the reason"))
	f.BoolVar(&o.end, "end", false, a.say.T("end the delegation"))
	return a.runs(c, arity{1, 1}, func(ctx context.Context, args []string) error {
		if err := o.complete(); err != nil {
			return err
		}
		done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.delegate(o, procedure.RoleID(args[0])) })
		if err != nil {
			return err
		}
		return a.receipts(done)
	})
}

// complete refuses flags that do not go together.
func (o *delegateOptions) complete() error {
	switch {
	case o.to == "":
		return fault(finding.Say("nothing says whom the role is delegated to"), finding.Say("name them with --to; \"sc list people\" shows who there is"))
	case o.end && o.until != "":
		return fault(finding.Say("--until is for a delegation that begins, and --end ends one"), finding.Say("leave one of them out"))
	}
	if err := spoken("-m", o.reason); err != nil {
		return err
	}
	return isDay("until", o.until)
}

// delegate composes the entry that gives a delegation or ends one.
func (s *session) delegate(o *delegateOptions, role procedure.RoleID) (*proposal, error) {
	to := procedure.PersonID(o.to)
	if err := s.knownRole(role); err != nil {
		return nil, err
	}
	if err := s.knownPerson(o.to); err != nil {
		return nil, err
	}
	if o.until != "" && o.until < s.today() {
		return nil, fault(finding.Say("--until: %s is past", o.until), finding.Say("name a day to come, or leave it out"))
	}
	old, err := s.books.Read(records.ProcedureFile)
	if err != nil {
		return nil, err
	}
	d := procedure.Delegation{Role: role, To: to, By: s.Person, At: s.stamp.At, Entry: s.stamp.Entry, Until: o.until, Reason: o.reason}
	p := &proposal{
		action: procedure.ActionDelegate, role: cmp.Or(s.Role, role),
		subject: "delegate " + string(role) + " to " + o.to, body: o.reason,
		before: map[string][]byte{records.ProcedureFile: old},
	}
	if o.end {
		p.subject = "end the delegation of " + string(role) + " to " + o.to
		return p, s.undelegate(p, d)
	}
	text, err := records.Delegate(old, d, s.rules.Version+1)
	if err != nil {
		return nil, err
	}
	p.remarks = s.delegating(d)
	return p, s.redelegated(p, text)
}

// undelegate ends a delegation: in the role itself, or in the one that lets the actor
// end it.
func (s *session) undelegate(p *proposal, d procedure.Delegation) error {
	place := slices.IndexFunc(s.rules.Delegations, func(o procedure.Delegation) bool { return o.Role == d.Role && o.To == d.To })
	if place < 0 {
		return &procedure.Refusal{
			Code: "E_STATE", Subject: procedure.ActionDelegate,
			Message: finding.Say("the role %s is not delegated to %s", s.rules.Label(d.Role), s.name(d.To)),
			Hint:    finding.Say("\"sc list people\" shows the delegations"),
		}
	}
	if s.Role == "" && !s.rules.Acts(s.Person, d.Role) {
		p.role = s.rules.Hat(procedure.StepAmend, s.Actor)
	}
	ended := finding.Say("the delegation of the role %s to %s by %s is ended", s.rules.Label(d.Role), s.name(d.To), s.name(s.rules.Delegations[place].By))
	if s.app.flags.dryRun {
		ended = finding.Say("the delegation of the role %s to %s by %s would be ended", s.rules.Label(d.Role), s.name(d.To), s.name(s.rules.Delegations[place].By))
	}
	p.remarks = []string{s.app.say.Say(ended)}
	text, err := records.Undelegate(p.before[records.ProcedureFile], s.rules.Version+1, place)
	if err != nil {
		return err
	}
	return s.redelegated(p, text)
}

// redelegated takes the text with the changed delegations into the entry, once the
// procedure says yes.
func (s *session) redelegated(p *proposal, text []byte) error {
	if err := s.app.recordable(records.ProcedureFile, text, validator.Procedure); err != nil {
		return err
	}
	var next procedure.Procedure
	if err := records.Decode(records.ProcedureFile, text, &next); err != nil {
		return err
	}
	change := procedure.Delegating{
		Old: s.rules, New: &next, Alone: records.Redelegated(p.before[records.ProcedureFile], text),
		By: procedure.Actor{Person: s.Person, Role: p.role}, At: s.stamp,
	}
	if no := change.Judge(); no != nil {
		return no
	}
	p.records = map[string][]byte{records.ProcedureFile: text}
	p.outcome = []receipt{{ID: "procedure-" + strconv.Itoa(next.Version)}}
	return s.foresee(p)
}

// delegating is what a person should know before a delegation lands.
func (s *session) delegating(d procedure.Delegation) []string {
	act := finding.Say("%s may act as %s from the next entry on, until the delegation is ended: sc delegate %s --to %s --end", s.name(d.To), s.label(d.Role), string(d.Role), string(d.To))
	if s.app.flags.dryRun {
		act = finding.Say("%s would act as %s from the next entry on, until the delegation is ended: sc delegate %s --to %s --end", s.name(d.To), s.label(d.Role), string(d.Role), string(d.To))
	}
	told := []string{s.app.say.Say(act)}
	if d.Until != "" {
		told = append(told, s.app.say.T("it is meant to end on %s; the date warns, and ends nothing", d.Until))
	}
	if len(s.rules.People[d.To].Keys) == 0 {
		told = append(told, s.app.say.T("%s has no key yet, and can sign nothing", s.name(d.To)))
	}
	return told
}

func (s *session) knownRole(role procedure.RoleID) error {
	if _, ok := s.rules.Roles[role]; ok {
		return nil
	}
	if group, is := s.rules.Groups[role]; is {
		return fault(finding.Say("%s is a group, not a role", string(role)), finding.Say("delegate one of its roles: %s", procedure.Names(names(group.Roles))))
	}
	f := &finding.Fault{Message: finding.Say("the procedure has no role %s", finding.Clip(string(role))), Hint: finding.Say("\"sc procedure show\" lists the roles"), Cause: records.ErrUnknown}
	if near, ok := finding.Nearest(string(role), names(slices.Sorted(maps.Keys(s.rules.Roles)))); ok {
		f.Hint = finding.Say("did you mean %s?", near)
	}
	return f
}

// lapse takes out of a text of the procedure the delegations that end with a person who
// leaves: those they gave, and those to them.
func (s *session) lapse(text []byte, who procedure.PersonID) ([]byte, error) {
	people := maps.Clone(s.rules.People)
	people[who] = procedure.Person{}
	gone := s.rules.Lapsed(people)
	if len(gone) == 0 {
		return text, nil
	}
	var places []int
	for i, d := range s.rules.Delegations {
		if slices.Contains(gone, d) {
			places = append(places, i)
		}
	}
	return records.Undelegate(text, s.rules.Version, places...)
}
